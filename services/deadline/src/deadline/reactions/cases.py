"""Answers to review's handling of the case: the confidentiality review's period, and a closing for want of a correction.

Review says of a lapse and of the correction that ends it what intake says of them, so the applicant's period stops by
whichever is heard first: a case comes out the same.
"""

from typing import Final

from deadline.domain.clock import (
    CONFIDENTIALITY_REVIEW,
    CORRECTION,
    REPLY,
    Clock,
    NoClock,
    Stopped,
    Suspended,
    due_of,
)
from deadline.domain.commands import RestartClock, SuspendClock
from deadline.reactions.answering import Desk, Wishes
from shared.events.intake_corrections import CorrectionLapsed
from shared.events.review import (
    CaseAssigned,
    ClosingLifted,
    ClosingRequired,
    ReplyIssued,
)
from shared.events.review_sheet import SheetCompleted
from shared.events.terms import NO_CORRECTION

REVIEW_PERIOD: Final = "confidentiality.working_days"

LAPSED: Final = frozenset({CorrectionLapsed.type_name(), ClosingRequired.type_name()})


async def required(desk: Desk, event: ClosingRequired) -> Wishes:
    """应予终止 for want of a correction: nobody waits for it any more."""
    if event.outcome != NO_CORRECTION:
        return {}
    return {CORRECTION: desk.stop(event.required_on, event, done=False)}


async def lifted(desk: Desk, event: ClosingLifted) -> Wishes:
    """撤销终止: the correction had come in time; a review that began with the void case waits for the new one to be assigned."""
    due = due_of(await desk.clock(CORRECTION))
    came = desk.stop(min(due.due_on, event.lifted_on) if due else event.lifted_on, event)
    if not _began_before(await desk.clock(CONFIDENTIALITY_REVIEW), event):
        return {CORRECTION: came}
    waiting = SuspendClock(origin=desk.origin, suspended_on=event.lifted_on, basis=event.basis)
    return {CORRECTION: came, CONFIDENTIALITY_REVIEW: waiting}


def _began_before(clock: Clock, event: ClosingLifted) -> bool:
    return not isinstance(clock, NoClock) and clock.terms.day_zero_on < event.lifted_on


async def assigned(desk: Desk, event: CaseAssigned) -> Wishes:
    """分办: the confidentiality review has a period of its own where the agency's rules give one; a second section has no second one.

    None begins for a request that is over, or that is only to be closed since no correction came.
    """
    on = event.assigned_on
    if desk.policy(on).get(REVIEW_PERIOD) is None or await _over(desk):
        return {}
    begun = desk.own_period(CONFIDENTIALITY_REVIEW, on, REVIEW_PERIOD, "分办到股室，起算")
    match await desk.clock(CONFIDENTIALITY_REVIEW):
        case Suspended(suspended=suspended) if on >= suspended.suspended_on:
            anew = RestartClock(origin=desk.origin, day_zero_on=on, basis=begun.basis, calendar=desk.calendar)
            return {CONFIDENTIALITY_REVIEW: anew}
        case _:
            return {CONFIDENTIALITY_REVIEW: begun}


async def _over(desk: Desk) -> bool:
    """Whether the request was answered or withdrawn, or waits for nothing but its closing."""
    if isinstance(await desk.clock(REPLY), Stopped):
        return True
    correction = await desk.clock(CORRECTION)
    return isinstance(correction, Stopped) and correction.stopped.cause in LAPSED


async def reviewed(desk: Desk, event: SheetCompleted) -> Wishes:
    """保密审查完成."""
    return {CONFIDENTIALITY_REVIEW: desk.stop(event.completed_on, event, within=True)}


async def issued(desk: Desk, event: ReplyIssued) -> Wishes:
    """签发: an answer that gives nothing needs no sheet, so nobody waits for one any more.

    The reply that closes for want of a correction ends nothing: no review is owed for it, and it may turn out to be void.
    """
    if event.outcome == NO_CORRECTION:
        return {}
    return {CONFIDENTIALITY_REVIEW: desk.stop(event.issued_on, event, within=True)}
