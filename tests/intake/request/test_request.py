"""The request's table of behaviour: given events, when a command, then events or a refusal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.request.decide import request_decider
from shared.command.decider import BrokenHistory, Refusal
from shared.events.intake import request as events
from support.facts import person
from support.intake import requests as a

BEFORE_CHECK = (a.RECEIVED,)
WANTING = (a.RECEIVED, a.FOUND_WANTING)
TO_CHECKED = a.TO_SERVED[:2]
TO_ACCEPTED = a.TO_SERVED[:3]
TO_RENDERED = a.TO_SERVED[:4]
DESTROYED = (*a.TO_SERVED, a.DESTROYED)


def decide(given, command):
    return tuple(request_decider.decide(request_decider.fold(given), command))


@pytest.mark.parametrize(
    ("given", "when", "then"),
    [
        ((), a.file_request(), a.RECEIVED),
        (BEFORE_CHECK, a.check(), a.CHECKED),
        (BEFORE_CHECK, a.check(a.FINDING), a.FOUND_WANTING),
        (WANTING, a.check(), a.CHECKED),
        (TO_CHECKED, a.accept(), a.ACCEPTED),
        (TO_ACCEPTED, a.render(), a.RENDERED),
        (TO_RENDERED, a.serve(), (a.SERVED, a.FETCHED)),
        (BEFORE_CHECK, a.view(), events.ApplicantViewed(request_id=a.REQUEST, purpose="contact")),
    ],
)
def test_a_request_passes_each_step_of_its_way(given, when, then):
    """Each command in its right state makes exactly its one event happen."""
    assert decide(given, when) == (then if isinstance(then, tuple) else (then,))


@pytest.mark.parametrize(
    ("given", "when", "code"),
    [
        (BEFORE_CHECK, a.file_request(), "request-exists"),
        ((), a.file_request(channel="email"), "channel-not-offered"),
        ((), a.file_request(applicant=person(a.sealed("name"), "robot")), "applicant-kind-unknown"),
        ((), a.file_request(given=frozenset({"contact"})), "field-missing"),
        ((), a.file_request(instants={}), "receipt-instant-missing"),
        ((), a.file_request(receipt_rule="guess"), "receipt-instant-missing"),
        ((), a.check(), "request-unknown"),
        (TO_CHECKED, a.check(), "already-checked"),
        (BEFORE_CHECK, a.check(events.Finding("purpose", "vague", "")), "purpose-not-a-ground"),
        (BEFORE_CHECK, a.check(events.Finding("fax", "missing", "")), "finding-not-required"),
        (BEFORE_CHECK, a.accept(), "not-checked"),
        (WANTING, a.accept(), "accept-with-findings"),
        (TO_ACCEPTED, a.accept(), "already-accepted"),
        (TO_CHECKED, a.render(), "not-accepted"),
        (TO_RENDERED, a.render(), "already-rendered"),
        (TO_ACCEPTED, a.serve(), "not-rendered"),
        (a.TO_SERVED, a.serve(), "already-served"),
        (TO_RENDERED, a.serve(method="courier"), "service-method-unknown"),
        (BEFORE_CHECK, a.view("curiosity"), "view-purpose-unknown"),
        (DESTROYED, a.view(), "key-destroyed"),
        (a.TO_SERVED, a.destroy(role="clerk"), "head-only"),
        (TO_RENDERED, a.destroy(), "request-still-open"),
        (a.TO_SERVED, a.destroy("tidying"), "destruction-reason-unknown"),
        (DESTROYED, a.destroy(), "key-already-destroyed"),
    ],
)
def test_a_command_out_of_place_is_refused_and_records_nothing(given, when, code):
    """A command that the state or the law does not allow is refused under its stable code, in a Chinese sentence."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


@pytest.mark.parametrize("purpose", [None, a.sealed("与本人毫无关系")])
def test_a_request_is_received_whatever_its_purpose(purpose):
    """A request is received with any purpose and with none (三需要 is abolished)."""
    (received,) = decide((), a.file_request(purpose=purpose))

    assert received.purpose == purpose


@pytest.mark.parametrize(
    ("served_on", "code"),
    [
        (date(2025, 3, 9), "served-before-rendered"),
        (date(2025, 3, 10), None),
        (date(2025, 3, 12), None),
        (date(2025, 3, 13), "served-in-future"),
    ],
)
def test_a_reply_is_served_between_its_date_and_today(served_on, code):
    """Service is refused before the reply's date and after today, and allowed on both days."""
    if code is None:
        assert decide(TO_RENDERED, a.serve(served_on))[0].served.dispatched_on == served_on
    else:
        with pytest.raises(Refusal, match=code):
            decide(TO_RENDERED, a.serve(served_on))


@pytest.mark.parametrize(
    ("at", "received_on"),
    [
        (datetime(2025, 3, 3, 15, 59, 59, tzinfo=UTC), date(2025, 3, 3)),
        (datetime(2025, 3, 3, 16, 0, tzinfo=UTC), date(2025, 3, 4)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_day_zero_is_the_day_in_shanghai(at, received_on):
    """A request that enters the mailbox at 24:00 in Shanghai is received on the next day, and in its year."""
    (received,) = decide((), a.file_request(origin=a.origin(at), instants={"submitted": at}))

    assert (received.receipt.received_on, received.year) == (received_on, received_on.year)


def test_a_request_is_not_received_in_the_future():
    """An instant of receipt after the command's own is refused."""
    later = a.FILED_AT + timedelta(seconds=1)

    with pytest.raises(Refusal, match="received-in-future"):
        decide((), a.file_request(instants={"submitted": later}))


@pytest.mark.parametrize(
    ("at", "refused"),
    [(datetime(2035, 12, 31, 15, 59, tzinfo=UTC), True), (datetime(2035, 12, 31, 16, 0, tzinfo=UTC), False)],
)
def test_a_key_outlives_its_years_of_retention(at, refused):
    """Ten years of retention after service in 2025 end with 2035-12-31 in Shanghai."""
    command = a.destroy("retention-over", at=at)

    if refused:
        with pytest.raises(Refusal, match="retention-running"):
            decide(a.TO_SERVED, command)
    else:
        assert decide(a.TO_SERVED, command)[0].reason == "retention-over"


def test_a_history_that_begins_in_the_middle_is_not_believed():
    """An acceptance without a receipt before it is a broken history."""
    with pytest.raises(BrokenHistory):
        request_decider.fold((a.ACCEPTED,))


def test_a_service_without_its_reply_is_not_believed():
    """A reply that was served before it was rendered is a broken history."""
    with pytest.raises(BrokenHistory):
        request_decider.fold((*TO_ACCEPTED, a.TO_SERVED[4]))
