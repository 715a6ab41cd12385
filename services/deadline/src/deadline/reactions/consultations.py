"""Answers to review's letters that ask others for their opinion."""

from datetime import date

from deadline.domain.clock import REPLY, Stopped, consultation_clock, due_of
from deadline.domain.commands import ClockCommand, PauseClock, ResumeClock
from deadline.reactions.answering import Desk, Wishes
from shared.events.review import (
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
)

PAUSE_KINDS = "pause.kinds"
PAUSE_EDGES = "pause.edges"


async def sent(desk: Desk, event: ConsultationDispatched) -> Wishes:
    """发出征求意见书 (条例第三十二条至第三十四条): the reply waits if the agency's rules say so of this kind.

    Review asks nobody once a case is only to be closed: a reply that waits for a correction remembers the letter.
    """
    sent_on = event.served.dispatched_on
    policy = desk.policy(sent_on)
    if isinstance(await desk.clock(REPLY), Stopped) or event.kind not in policy[PAUSE_KINDS].value:
        return {}
    waiting = PauseClock(
        origin=desk.origin,
        request_id=event.request_id,
        clock=REPLY,
        pause=str(event.consultation_id),
        kind=event.kind,
        sent_on=sent_on,
        edges=policy[PAUSE_EDGES].value,
        basis=desk.basis(PAUSE_KINDS, sent_on),
        calendar=desk.calendar,
    )
    return {REPLY: waiting}


async def received(desk: Desk, event: ConsultationReceived) -> Wishes:
    """征求意见书送达 (条例第三十二条): the other side's period begins on the day after."""
    if isinstance(await desk.clock(REPLY), Stopped):
        return {}
    theirs, on = consultation_clock(event.consultation_id), event.delivered.received_on
    begun = desk.others_period(theirs, on, event.respond_working_days, event.basis, "送达征求意见书，起算")
    return {theirs: begun}


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
