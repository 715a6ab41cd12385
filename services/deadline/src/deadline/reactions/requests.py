"""Answers to intake: a request received, checked, sent back for correction, corrected, lapsed, withdrawn, extended, answered."""

from deadline.domain.clock import CORRECTION, CORRECTION_NOTICE, REPLY, NoClock
from deadline.domain.commands import ExtendClock, RestartClock, SuspendClock
from deadline.reactions.answering import Desk, Wishes
from shared.events.intake import (
    ExtensionNoticeDispatched,
    FormalCheckCompleted,
    ReplyDispatched,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.intake_corrections import CorrectionLapsed, CorrectionNoticeDispatched, RequestCorrected

REPLY_PERIOD = "reply.working_days"
NOTICE_PERIOD = "correction.notice_working_days"
RESPOND_PERIOD = "correction.respond_working_days"
CORRECTION_EFFECT = "correction.effect"
EXTENSION = "extension.working_days_max"


async def received(desk: Desk, event: RequestReceived) -> Wishes:
    """收到申请 (条例第三十条、第三十三条): the reply and the notice of correction are both counted from the day of receipt."""
    on = event.receipt.received_on
    return {
        REPLY: desk.own_period(REPLY, on, REPLY_PERIOD, "收到申请，起算"),
        CORRECTION_NOTICE: desk.own_period(CORRECTION_NOTICE, on, NOTICE_PERIOD, "收到申请，起算"),
    }


async def checked(desk: Desk, event: FormalCheckCompleted) -> Wishes:
    """形式审查: where nothing is wanting nobody needs to be told of it; otherwise the notice is still owed."""
    return {} if event.findings else {CORRECTION_NOTICE: desk.stop(event.checked_on, event)}


async def accepted(desk: Desk, event: RequestAccepted) -> Wishes:
    """受理: whatever was found wanting, no notice is owed any more."""
    return {CORRECTION_NOTICE: desk.stop(event.accepted_on, event)}


async def correction_notified(desk: Desk, event: CorrectionNoticeDispatched) -> Wishes:
    """送达补正告知书 (条例第三十条): told; the reply waits; the applicant's period begins on the day after service.

    Once (一次性告知): where the period has begun, all of it was answered in the same commit.
    """
    if not isinstance(await desk.clock(CORRECTION), NoClock):
        return {}
    on = event.served.dispatched_on
    theirs = desk.others_period(
        CORRECTION,
        on,
        event.respond_working_days,
        desk.basis(RESPOND_PERIOD, on),
        "送达补正告知书，起算",
    )
    waiting = SuspendClock(origin=desk.origin, suspended_on=on, basis=desk.basis(CORRECTION_EFFECT, on))
    return {CORRECTION_NOTICE: desk.stop(on, event), REPLY: waiting, CORRECTION: theirs}


async def corrected(desk: Desk, event: RequestCorrected) -> Wishes:
    """收到补正 (条例第三十条): the reply period begins again; no second notice is owed (一次性告知).

    Also after a lapse: what came in time and was registered late.
    """
    on = event.receipt.received_on
    anew = RestartClock(
        origin=desk.origin,
        day_zero_on=on,
        basis=desk.basis(CORRECTION_EFFECT, on),
        calendar=desk.calendar,
    )
    return {CORRECTION: desk.stop(event.receipt.arrived_on or on, event), REPLY: anew}


async def correction_lapsed(desk: Desk, event: CorrectionLapsed) -> Wishes:
    """逾期不补正: nobody waits for the correction any more; the reply waits for its closing."""
    return {CORRECTION: desk.stop(event.lapsed_on, event, done=False)}


async def extension_notified(desk: Desk, event: ExtensionNoticeDispatched) -> Wishes:
    """送达延期答复告知书 (条例第三十三条第二款): whether it was told in time is the clock's to say."""
    longer = ExtendClock(
        origin=desk.origin,
        working_days=event.working_days,
        notified_on=event.served.dispatched_on,
        basis=desk.basis(EXTENSION, event.served.dispatched_on),
        calendar=desk.calendar,
    )
    return {REPLY: longer}


async def withdrawn(desk: Desk, event: RequestWithdrawn) -> Wishes:
    """撤回申请: nothing is owed any more, so every clock of the request stops."""
    return {name: desk.stop(event.withdrawn_on, event) for name in await desk.clocks()}


async def served(desk: Desk, event: ReplyDispatched) -> Wishes:
    """送达: the day of service is what counts, whenever it became known; every clock of the request stops."""
    return {name: desk.stop(event.served.dispatched_on, event) for name in await desk.clocks()}
