"""补录历史申请: one sound record, one event; everything else is refused by name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from intake.past.decide import ImportPastRequest, Known, Unknown, past_request_decider
from shared.command.decider import Refusal
from shared.events.intake.request import PastRequestImported
from support.intake import requests as a

COMMAND = ImportPastRequest(
    origin=a.origin(datetime(2025, 3, 3, 2, tzinfo=UTC)),
    record="2023-0001",
    applicant_kind="natural_person",
    received_on=date(2023, 2, 28),
    closed_on=date(2024, 2, 29),
    outcome="granted",
    kinds=frozenset({"natural_person", "business"}),
    outcomes=frozenset({"granted", "other_other"}),
)


def test_a_record_becomes_one_event():
    """What the ledger says stands in the event as it was."""
    assert past_request_decider.decide(Unknown(), COMMAND) == (
        PastRequestImported(
            record="2023-0001",
            applicant_kind="natural_person",
            received_on=date(2023, 2, 28),
            closed_on=date(2024, 2, 29),
            outcome="granted",
        ),
    )


def test_an_open_record_has_no_outcome():
    """A request that is still open is carried over."""
    (imported,) = past_request_decider.decide(Unknown(), replace(COMMAND, closed_on=None, outcome=None))

    assert (imported.closed_on, imported.outcome) == (None, None)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"record": ""}, "record-malformed"),
        ({"record": " 1"}, "record-malformed"),
        ({"record": "1\n2"}, "record-malformed"),
        ({"record": "x" * 121}, "record-malformed"),
        ({"record": "张三的申请"}, "record-malformed"),
        ({"record": "1\u202e2"}, "record-malformed"),
        ({"record": "a b"}, "record-malformed"),
        ({"record": "１"}, "record-malformed"),
        ({"applicant_kind": "robot"}, "applicant-kind-unknown"),
        ({"outcome": "maybe"}, "outcome-unknown"),
        ({"outcome": None}, "outcome-iff-closed"),
        ({"closed_on": None}, "outcome-iff-closed"),
        ({"received_on": date(2008, 4, 30)}, "received-before-the-regulation"),
        ({"received_on": date(2025, 3, 4), "closed_on": date(2025, 3, 4)}, "past-request-in-future"),
        ({"closed_on": date(2025, 3, 4)}, "past-request-in-future"),
        ({"closed_on": date(2023, 2, 27)}, "closed-before-received"),
    ],
)
def test_an_unsound_record_is_refused(changed, code):
    """A class, an outcome or a date that cannot be is named, with the field to mend."""
    with pytest.raises(Refusal) as refused:
        past_request_decider.decide(Unknown(), replace(COMMAND, **changed))

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_a_record_is_imported_once():
    """The state after the event refuses the record, and any change of it."""
    state = past_request_decider.fold(past_request_decider.decide(Unknown(), COMMAND))

    assert state == Known()
    with pytest.raises(Refusal, match="past-request-known"):
        past_request_decider.decide(state, COMMAND)
