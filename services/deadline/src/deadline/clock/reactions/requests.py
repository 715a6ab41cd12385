"""Facts that clocks take from intake's requests: receipt, formal check, correction, extension, withdrawal, service of the reply."""

from typing import Final

from deadline.clock.reactions.clock_reaction import NOTHING, ClockFacts, FactsByEvent, RequestClocks
from shared.events.deadline.facts import Began, Done, Ended, Extended, Lapsed, Restarted, Suspended
from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, RequestCorrected
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    FormalCheckCompleted,
    ReplyDispatched,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.terms import CORRECTION, CORRECTION_NOTICE, REPLY_CLOCK

REPLY_PERIOD = "reply.working_days"
NOTICE_PERIOD = "correction.notice_working_days"
RESPOND_PERIOD = "correction.respond_working_days"
CORRECTION_EFFECT = "correction.effect"
EXTENSION = "extension.working_days_max"


def received(clocks: RequestClocks, event: RequestReceived) -> ClockFacts:
    """收到申请 (条例第三十条、第三十三条) begins the periods of the reply and of the correction notice on the day of receipt."""
    on = event.receipt.received_on
    return ClockFacts(
        facts={
            clocks.own(REPLY_CLOCK): clocks.own_period(on, REPLY_PERIOD, event),
            clocks.own(CORRECTION_NOTICE): clocks.own_period(on, NOTICE_PERIOD, event),
        }
    )


def checked(clocks: RequestClocks, event: FormalCheckCompleted) -> ClockFacts:
    """形式审查 without findings ends the period of the correction notice; with findings the notice is still owed."""
    if event.findings:
        return NOTHING
    return ClockFacts(
        facts={clocks.own(CORRECTION_NOTICE): Done(on=event.checked_on, cause=event.type_name())}
    )


def accepted(clocks: RequestClocks, event: RequestAccepted) -> ClockFacts:
    """受理 ends the period of the correction notice, whatever the formal check found."""
    return ClockFacts(
        facts={clocks.own(CORRECTION_NOTICE): Done(on=event.accepted_on, cause=event.type_name())}
    )


def correction_notified(clocks: RequestClocks, event: CorrectionNoticeDispatched) -> ClockFacts:
    """送达补正告知书 (条例第三十条) suspends the reply and begins the applicant's period on the day after service.

    Nobody at the agency is warned of the applicant's period, since the agency cannot act on it.
    """
    on = event.served.dispatched_on
    theirs = Began(
        on=on,
        cause=event.type_name(),
        working_days=event.respond_working_days,
        basis=clocks.basis(RESPOND_PERIOD, on),
    )
    return ClockFacts(
        facts={
            clocks.own(CORRECTION_NOTICE): Done(on=on, cause=event.type_name()),
            clocks.own(REPLY_CLOCK): Suspended(
                on=on, kind=CORRECTION, basis=clocks.basis(CORRECTION_EFFECT, on)
            ),
            clocks.own(CORRECTION): theirs,
        }
    )


def corrected(clocks: RequestClocks, event: RequestCorrected) -> ClockFacts:
    """收到补正 (条例第三十条) begins the reply period again; no second correction notice is owed (一次性告知).

    This also holds after a lapse, for a correction that came in time and was registered late.
    """
    on = event.receipt.received_on
    restarted = Restarted(on=on, kind=CORRECTION, basis=clocks.basis(CORRECTION_EFFECT, on))
    done = Done(on=event.receipt.arrived_on or on, cause=event.type_name())
    return ClockFacts(facts={clocks.own(CORRECTION): done, clocks.own(REPLY_CLOCK): restarted})


def correction_lapsed(clocks: RequestClocks, event: CorrectionLapsed) -> ClockFacts:
    """逾期不补正 ends the applicant's period; the reply stays suspended until the case is closed."""
    return ClockFacts(facts={clocks.own(CORRECTION): Lapsed(on=event.lapsed_on, cause=event.type_name())})


def extension_notified(clocks: RequestClocks, event: ExtensionNoticeDispatched) -> ClockFacts:
    """送达延期答复告知书 (条例第三十三条第二款) extends the reply. The count decides whether the notice was in time."""
    on = event.served.dispatched_on
    longer = Extended(on=on, working_days=event.working_days, basis=clocks.basis(EXTENSION, on))
    return ClockFacts(facts={clocks.own(REPLY_CLOCK): longer})


def withdrawn(_: RequestClocks, event: RequestWithdrawn) -> ClockFacts:
    """撤回申请 stops all clocks of the request."""
    return ClockFacts(all_clocks=Ended(on=event.withdrawn_on, cause=event.type_name()))


def served(_: RequestClocks, event: ReplyDispatched) -> ClockFacts:
    """送达 stops all clocks of the request on the day of service, whenever that became known."""
    return ClockFacts(all_clocks=Ended(on=event.served.dispatched_on, cause=event.type_name()))


ANSWERS: Final[FactsByEvent] = {
    RequestReceived: received,
    FormalCheckCompleted: checked,
    CorrectionNoticeDispatched: correction_notified,
    RequestCorrected: corrected,
    CorrectionLapsed: correction_lapsed,
    RequestAccepted: accepted,
    ExtensionNoticeDispatched: extension_notified,
    RequestWithdrawn: withdrawn,
    ReplyDispatched: served,
}
"""The event → the function that returns its facts for clocks."""
