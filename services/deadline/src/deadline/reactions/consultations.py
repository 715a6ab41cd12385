"""Answers to review: the confidentiality review of an assigned case, and the letters that ask others for their opinion."""

from datetime import date

from deadline.domain.clock import (
    CONFIDENTIALITY_REVIEW,
    CORRECTION,
    REPLY,
    Missed,
    Stopped,
    consultation_clock,
    due_of,
)
from deadline.domain.commands import ClockCommand, PauseClock, ResumeClock
from deadline.reactions.answering import Desk, Wishes
from shared.events.intake_corrections import CorrectionLapsed
from shared.events.review import (
    CaseAssigned,
    ConfidentialityReviewCompleted,
    ConsultationAnswered,
    ConsultationLapsed,
    ConsultationSent,
    ReplyIssued,
)

REVIEW_PERIOD = "confidentiality.working_days"
PAUSE_KINDS = "pause.kinds"
PAUSE_EDGES = "pause.edges"


async def assigned(desk: Desk, event: CaseAssigned) -> Wishes:
    """分办: the confidentiality review has a period of its own where the agency's rules give one; a second section has no second one.

    None begins for a request that is over, or that is to be closed since no correction came.
    """
    on = event.assigned_on
    if desk.policy(on).get(REVIEW_PERIOD) is None or await _over(desk):
        return {}
    return {
        CONFIDENTIALITY_REVIEW: desk.own_period(CONFIDENTIALITY_REVIEW, on, REVIEW_PERIOD, "分办到股室，起算")
    }


async def reviewed(desk: Desk, event: ConfidentialityReviewCompleted) -> Wishes:
    """保密审查完成."""
    return {CONFIDENTIALITY_REVIEW: desk.stop(event.reviewed_on, event)}


async def issued(desk: Desk, event: ReplyIssued) -> Wishes:
    """签发: an answer that gives nothing needs no sheet, so nobody waits for one any more."""
    return {CONFIDENTIALITY_REVIEW: desk.stop(event.issued_on, event)}


async def sent(desk: Desk, event: ConsultationSent) -> Wishes:
    """发出征求意见书 (条例第三十二条至第三十四条): the other side's period begins; the reply waits if the agency's rules say so of this kind."""
    if await _over(desk):
        return {}
    theirs = consultation_clock(event.consultation_id)
    begun = desk.others_period(
        theirs, event.served_on, event.respond_working_days, event.basis, "送达征求意见书，起算"
    )
    policy = desk.policy(event.sent_on)
    if event.kind not in policy[PAUSE_KINDS].value:
        return {theirs: begun}
    waiting = PauseClock(
        origin=desk.origin,
        request_id=event.request_id,
        clock=REPLY,
        pause=str(event.consultation_id),
        kind=event.kind,
        sent_on=event.sent_on,
        edges=policy[PAUSE_EDGES].value,
        basis=desk.basis(PAUSE_KINDS, event.sent_on),
        calendar=desk.calendar,
    )
    return {theirs: begun, REPLY: waiting}


async def answered(desk: Desk, event: ConsultationAnswered) -> Wishes:
    """收到意见: the reply goes on the day after it arrived."""
    theirs = consultation_clock(event.consultation_id)
    on = event.arrived_on
    return {theirs: desk.stop(on, event), REPLY: _resumed(desk, event, on, "收到意见")}


async def lapsed(desk: Desk, event: ConsultationLapsed) -> Wishes:
    """逾期未答: the reply goes on the day after the other side's own period ended, whenever that was noticed (C5)."""
    theirs = consultation_clock(event.consultation_id)
    due = due_of(await desk.clock(theirs))
    ended_on = due.due_on if due else event.lapsed_on
    return {
        theirs: desk.stop(event.lapsed_on, event, done=False),
        REPLY: _resumed(desk, event, ended_on, "期满未答复"),
    }


def _resumed(
    desk: Desk, event: ConsultationAnswered | ConsultationLapsed, on: date, reason: str
) -> ClockCommand:
    return ResumeClock(
        origin=desk.origin,
        request_id=event.request_id,
        clock=REPLY,
        pause=str(event.consultation_id),
        arrived_on=on,
        reason=reason,
        calendar=desk.calendar,
    )


async def _over(desk: Desk) -> bool:
    """Whether the request was answered or withdrawn, or waits for nothing but its closing."""
    if isinstance(await desk.clock(REPLY), Stopped):
        return True
    match await desk.clock(CORRECTION):
        case Missed():
            return True
        case Stopped(stopped=stopped):
            return stopped.cause == CorrectionLapsed.type_name()
        case _:
            return False
