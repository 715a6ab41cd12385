"""Each bureau's own words for its roles, wherever somebody is named by role."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from deadline.web.words import history_words, warned_words
from review.domain.case import NoCase
from review.domain.turns import Turn
from review.web.turn_view import turn_view
from shared.policy import Policy
from shared.policy.role_names import role_names
from shared.web.access.staff_pass import Pass

ON = date(2025, 3, 3)
SECTION_HEADS = [("qionghai", "业务机构负责人"), ("tongliao", "股室负责人")]


def called(agency: str) -> Mapping[str, str]:
    """What an agency calls its roles."""
    return role_names(Policy(agency, ON)["signoff.chain"].value)


def clerk_of(agency: str) -> Pass:
    """A clerk who is signed in."""
    at = datetime(2025, 3, 3, tzinfo=UTC)
    return Pass(
        account="a", name="甲", agencies=(agency,), roles=("clerk",), csrf="s", issued_at=at, expires_at=at
    )


@pytest.mark.parametrize(("agency", "section_head"), SECTION_HEADS)
def test_a_clock_names_whom_it_tells_as_the_agency_does(agency, section_head):
    """On the board, and in a clock's history."""
    row = SimpleNamespace(state="running", ladder=[[5, "section"]], warned_left=None)

    assert warned_words(row, called(agency)) == f"剩 5 个工作日时提醒{section_head}"
    facts = {"working_days_left": 5, "role": "section"}
    assert history_words("warning-raised", facts, called(agency)) == (
        "提醒：还剩 5 个工作日",
        f"告知{section_head}",
    )


@pytest.mark.parametrize(("agency", "section_head"), SECTION_HEADS)
def test_a_case_names_whose_turn_it_is_as_the_agency_does(agency, section_head):
    """The clerk reads who does what is next."""
    turn = Turn("review", "section", "保密审查")
    chain = Policy(agency, ON)["signoff.chain"].value

    read = turn_view(turn, NoCase(), chain, clerk_of(agency), "")
    assert read.why_not.startswith(f"这一步由{section_head}办理")
