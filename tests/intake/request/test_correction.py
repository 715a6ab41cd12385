"""补正: given events, when a command, then events or a refusal."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from intake.request.decide import request_decider
from intake.request.state import Received
from shared.command.decider import BrokenHistory, Refusal
from shared.events.intake.request import Finding
from support.intake import corrections as c
from support.intake import requests as a

WANTING = (a.RECEIVED, a.FOUND_WANTING)
CORRECTED = (*c.TOLD, c.CORRECTED)
LAPSED = (*c.TOLD, c.LAPSED)
REVIVED = (*LAPSED, c.CORRECTED)
CLOSED = (*LAPSED, replace(a.RENDERED, outcome="other_no_correction"))
CLOSING_SERVED = replace(a.SERVED, outcome="other_no_correction")
VOID = replace(c.CORRECTED, voided_number=a.RENDERED.letter.document_number)
"""The correction that was found when the closing notice lay ready."""
REOPENED = (*CLOSED, VOID, a.CHECKED, a.ACCEPTED)


def decide(given, command):
    return tuple(request_decider.decide(request_decider.fold(given), command))


@pytest.mark.parametrize(
    ("given", "when", "then"),
    [
        (WANTING, c.request(), c.REQUESTED),
        ((a.RECEIVED,), c.request(), c.REQUESTED),
        (a.TO_SERVED[:2], c.request(), c.REQUESTED),
        (c.DRAWN, c.notify(), c.NOTIFIED),
        (c.TOLD, c.correct(), c.CORRECTED),
        (c.TOLD, c.lapse(), c.LAPSED),
        (CORRECTED, a.check(), a.CHECKED),
        (LAPSED, a.render(outcome="other_no_correction"), replace(a.RENDERED, outcome="other_no_correction")),
        (LAPSED, c.correct(origin=a.origin(c.at(21))), c.CORRECTED),
        (CLOSED, c.correct(origin=a.origin(c.at(21))), VOID),
    ],
)
def test_a_correction_passes_each_step_of_its_way(given, when, then):
    """Each command in its right state makes exactly its one event happen."""
    assert decide(given, when) == (then,)


@pytest.mark.parametrize(
    ("given", "when", "code"),
    [
        ((), c.request(), "request-unknown"),
        (WANTING, c.request(findings=()), "findings-missing"),
        (WANTING, c.request(findings=(Finding("purpose", "missing", ""),)), "purpose-not-a-ground"),
        (WANTING, c.request(findings=(Finding("fax", "missing", ""),)), "finding-not-required"),
        (WANTING, c.request(findings=(Finding("contact", "ugly", ""),)), "finding-unknown"),
        (WANTING, c.request(findings=(Finding("contact", "unclear", ""),)), "unclear-description-only"),
        (WANTING, c.request(findings=(c.UNCLEAR, c.UNCLEAR)), "finding-twice"),
        (WANTING, c.request(explanation=None), "explanation-missing"),
        (WANTING, c.request(respond_working_days=0), "correction-period-unreasonable"),
        (WANTING, c.request(respond_working_days=-3), "correction-period-unreasonable"),
        (WANTING, c.request(respond_working_days=10_000), "correction-period-unreasonable"),
        (c.DRAWN, c.request(), "correction-under-way"),
        (c.TOLD, c.request(), "correction-under-way"),
        (CORRECTED, c.request(), "correction-told-once"),
        (a.TO_SERVED[:3], c.request(), "correction-too-late"),
        (LAPSED, c.request(), "correction-too-late"),
        (WANTING, c.notify(), "correction-not-drawn"),
        (c.TOLD, c.notify(), "correction-already-notified"),
        (c.DRAWN, c.notify(served_on=date(2025, 3, 3)), "served-before-rendered"),
        (c.DRAWN, c.notify(served_on=date(2025, 3, 7)), "served-in-future"),
        (c.DRAWN, c.notify(method="courier"), "service-method-unknown"),
        (c.DRAWN, c.notify(proof=None), "proof-missing"),
        (c.DRAWN, c.correct(), "correction-not-notified"),
        (WANTING, c.correct(), "no-correction-awaited"),
        (CORRECTED, c.correct(), "no-correction-awaited"),
        (LAPSED, c.correct(origin=a.origin(c.at(21)), instants={"submitted": c.at(20)}), "correction-lapsed"),
        (
            LAPSED,
            c.correct(
                origin=a.origin(c.at(22)),
                receipt_rule="confirmed-on-arrival",
                instants={"arrived": c.at(20), "confirmed": c.at(21)},
            ),
            "correction-lapsed",
        ),
        (
            c.TOLD,
            c.correct(
                receipt_rule="confirmed-on-arrival", instants={"arrived": c.at(4), "confirmed": c.at(6)}
            ),
            "corrected-before-notified",
        ),
        (CLOSED, c.correct(origin=a.origin(c.at(21)), instants={"submitted": c.at(20)}), "correction-lapsed"),
        ((*CLOSED, CLOSING_SERVED), c.correct(origin=a.origin(c.at(21))), "closing-served"),
        ((*a.TO_SERVED,), c.correct(), "no-correction-awaited"),
        ((*REVIVED, a.CHECKED, a.ACCEPTED), a.render(outcome="other_no_correction"), "reply-overtaken"),
        (REOPENED, a.render(), "reply-overtaken"),
        (REOPENED, a.render("other_no_correction", UUID(int=9)), "reply-overtaken"),
        ((*CLOSED, VOID), a.serve(), "not-rendered"),
        (c.TOLD, c.correct(channel="email"), "channel-not-offered"),
        (c.TOLD, c.correct(given=frozenset({"contact"})), "field-missing"),
        (c.TOLD, c.correct(corrected=()), "nothing-corrected"),
        (c.TOLD, c.correct(instants={"submitted": c.at(4)}), "corrected-before-notified"),
        (c.TOLD, c.correct(instants={"submitted": c.at(13)}), "received-in-future"),
        (c.TOLD, c.correct(instants={}), "receipt-instant-missing"),
        (CORRECTED, c.lapse(), "no-correction-awaited"),
        (LAPSED, c.lapse(), "no-correction-awaited"),
        (c.DRAWN, a.check(), "correction-under-way"),
        (c.TOLD, a.accept(), "correction-under-way"),
        (LAPSED, a.accept(), "request-closed"),
        (LAPSED, a.check(), "already-checked"),
    ],
)
def test_a_correction_out_of_place_is_refused(given, when, code):
    """What the state or article 30 does not allow is refused under its stable code, in a Chinese sentence."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_a_corrected_request_waits_for_its_check_with_the_new_text():
    """After the correction the request is received again: same number and first day, the text as it reads now."""
    state = request_decider.fold(CORRECTED)

    assert isinstance(state, Received)
    assert (state.file.number, state.file.received_on) == (7, date(2025, 3, 3))
    assert state.file.content == c.CORRECTED.content
    (correction,) = state.file.corrections
    assert (correction.served_on, correction.received_on) == (date(2025, 3, 5), date(2025, 3, 12))


def test_what_came_in_time_ends_the_lapse_however_late_it_is_registered():
    """条例第三十条: 视为放弃 is for who did not correct, not for whose letter lay on a desk: the request goes on."""
    (corrected,) = decide(LAPSED, c.correct(origin=a.origin(c.at(21)), instants={"submitted": c.at(19)}))

    assert corrected.receipt.received_on == c.LAPSED.due_on
    assert isinstance(request_decider.fold((*LAPSED, corrected)), Received)


def test_a_closing_that_nobody_was_served_is_void_once_the_correction_is_found():
    """What lies in the drawer has no effect: the request is checked anew, and the next issue is rendered and served."""
    again = a.render(issue_id=UUID(int=9))
    state = request_decider.fold((*CLOSED, VOID))
    reopened = request_decider.fold(REOPENED)
    replied = request_decider.fold(request_decider.decide(reopened, again), reopened)

    assert isinstance(state, Received)
    assert [each.document_number for each in state.file.voided] == ["海统公开〔2025〕1号"]
    assert state.file.corrections[0].served_on == date(2025, 3, 5)
    served, _ = request_decider.decide(replied, a.serve())
    assert served.document_number == "海统公开〔2025〕9号"


@pytest.mark.parametrize("given", [LAPSED, c.TOLD])
def test_a_letter_is_in_time_by_the_day_on_which_it_arrived(given):
    """条例第三十条、第三十一条: what came on the last day is in time, though it was confirmed later; day 0 is the confirmed day."""
    letter = {"arrived": c.at(19), "confirmed": c.at(21)}
    command = c.correct(origin=a.origin(c.at(22)), receipt_rule="confirmed-on-arrival", instants=letter)

    (corrected,) = decide(given, command)

    assert (corrected.receipt.arrived_on, corrected.receipt.received_on) == (
        date(2025, 3, 19),
        date(2025, 3, 21),
    )


def test_a_day_of_arrival_is_written_where_it_is_another():
    """What arrived on its day 0 says so once."""
    (corrected,) = decide(c.TOLD, c.correct(instants={"submitted": c.at(12), "confirmed": c.at(12)}))

    assert corrected.receipt.arrived_on is None


def test_a_corrected_request_is_accepted_though_something_is_still_wanting():
    """What may not be asked for a second time does not keep the request from being answered."""
    (accepted,) = decide((*CORRECTED, a.FOUND_WANTING), a.accept())

    assert accepted.content == c.CORRECTED.content
    assert accepted.received_on == date(2025, 3, 3)


def test_a_correction_owes_what_the_notice_named_and_nothing_else():
    """条例第三十条: the notice named the description; the form of supply, never asked for, may stay open."""
    given = (a.RECEIVED, c.REQUESTED, c.NOTIFIED)
    wanting = {finding.field for finding in c.REQUESTED.findings}

    assert decide(given, c.correct(given=wanting | {"applicant_name", "description"})) == (c.CORRECTED,)


def test_a_second_notice_is_the_packs_to_allow():
    """The number of rounds is the policy's: with two of them a second notice goes out."""
    (requested,) = decide(CORRECTED, c.request(rounds_max=2))

    assert requested.findings == (c.UNCLEAR,)


def test_a_notice_on_line_needs_no_proof():
    """The system's own record proves what was served on line."""
    notified, received = decide(c.DRAWN, c.notify(method="electronic", proof=None))

    assert notified.served.proof is None
    assert received.delivered.received_on == notified.served.dispatched_on


def test_a_correction_of_an_answer_is_not_believed():
    """Only a closing for want of correction is voided by one."""
    with pytest.raises(BrokenHistory):
        request_decider.fold((*REVIVED, a.CHECKED, a.ACCEPTED, a.RENDERED, c.CORRECTED))


@pytest.mark.parametrize("event", [c.NOTIFIED, c.CORRECTED, c.LAPSED])
def test_a_history_without_its_notice_is_not_believed(event):
    """A service, a correction or a lapse without the notice before it is a broken history."""
    with pytest.raises(BrokenHistory):
        request_decider.fold((*WANTING, event))
