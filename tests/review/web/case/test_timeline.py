"""What the page of a case tells of its past, in words that hold after the rules have changed."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from review.case.signing import DONE
from review.projections.case_file import Entry, Filed
from review.web.case.timeline import timeline
from review.web.parts.colleagues import Colleagues
from review.web.parts.unsealer import Unsealer
from shared.message import Actor
from shared.policy import Policy
from shared.policy.roles import roles_of
from shared.staff.sections import Sections
from support.history import sample
from support.review.cases import CHAIN, was_signed

NOBODY = Colleagues({}, Sections(), ())


def test_a_signature_of_a_level_that_left_the_chain_is_told_in_words():
    """The chain became shorter; who signed before is called by the role, and not by a code."""
    signed = Entry(
        was_signed("deputy"),
        Actor(kind="staff", id="lin.fang", role="deputy"),
        datetime(2025, 3, 10, tzinfo=UTC),
        None,
    )
    entries = Policy("national", date(2025, 3, 10))["roles"].value
    shorter = [step for step in CHAIN if step.id != "deputy"]
    longer_and_shorter = (roles_of(entries, chain, "deputy") for chain in (CHAIN, shorter))

    before, after = (
        timeline([signed], Unsealer(None), roles, NOBODY, DONE)[0] for roles in longer_and_shorter
    )

    assert before.title == "分管领导审核：同意第 1 稿"
    assert after.title == "分管领导：同意第 1 稿"


@pytest.mark.parametrize("kept", get_args(Filed), ids=lambda event: event.type_name())
def test_every_event_of_a_case_file_is_told_by_facts_that_it_has(kept):
    """Whatever a case file keeps has a title in Chinese; no brace, no code of a type and no sealed box is shown."""
    entry = Entry(sample(kept), Actor(kind="service", id="intake"), datetime(2025, 3, 10, tzinfo=UTC), None)
    roles = roles_of(Policy("national", date(2025, 3, 10))["roles"].value, CHAIN, "deputy")

    for item in timeline([entry], Unsealer(None), roles, NOBODY, DONE):
        assert item.title != kept.type_name()
        assert not {"{", "}"} & set(item.title + item.body)
        assert "Sealed(" not in item.title + item.body
