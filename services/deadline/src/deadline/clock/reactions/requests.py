"""What intake tells clocks: a request received, checked, sent back for correction, corrected, lapsed, withdrawn, extended, answered."""

from typing import Final

from deadline.clock.reactions.hearing import NOTHING, Answers, RequestClocks, Told
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


def received(clocks: RequestClocks, event: RequestReceived) -> Told:
    """收到申请 (条例第三十条、第三十三条): the reply and the notice of correction are both counted from the day of receipt."""
    on = event.receipt.received_on
    return Told(
        facts={
            clocks.own(REPLY_CLOCK): clocks.own_period(on, REPLY_PERIOD, event),
            clocks.own(CORRECTION_NOTICE): clocks.own_period(on, NOTICE_PERIOD, event),
        }
    )


def checked(clocks: RequestClocks, event: FormalCheckCompleted) -> Told:
    """形式审查: where nothing is wanting nobody needs to be told of it; otherwise the notice is still owed."""
    if event.findings:
        return NOTHING
    return Told(facts={clocks.own(CORRECTION_NOTICE): Done(on=event.checked_on, cause=event.type_name())})


def accepted(clocks: RequestClocks, event: RequestAccepted) -> Told:
    """受理: whatever was found wanting, no notice is owed any more."""
    return Told(facts={clocks.own(CORRECTION_NOTICE): Done(on=event.accepted_on, cause=event.type_name())})


def correction_notified(clocks: RequestClocks, event: CorrectionNoticeDispatched) -> Told:
    """送达补正告知书 (条例第三十条): told; the reply waits; the applicant's period begins on the day after service.

    Nobody at the agency is warned of the applicant's period, since it is not for them to act.
    """
    on = event.served.dispatched_on
    theirs = Began(
        on=on,
        cause=event.type_name(),
        working_days=event.respond_working_days,
        basis=clocks.basis(RESPOND_PERIOD, on),
    )
    return Told(
        facts={
            clocks.own(CORRECTION_NOTICE): Done(on=on, cause=event.type_name()),
            clocks.own(REPLY_CLOCK): Suspended(
                on=on, kind=CORRECTION, basis=clocks.basis(CORRECTION_EFFECT, on)
            ),
            clocks.own(CORRECTION): theirs,
        }
    )


def corrected(clocks: RequestClocks, event: RequestCorrected) -> Told:
    """收到补正 (条例第三十条): the reply period begins again; no second notice is owed (一次性告知).

    Also after a lapse: what came in time and was registered late.
    """
    on = event.receipt.received_on
    anew = Restarted(on=on, kind=CORRECTION, basis=clocks.basis(CORRECTION_EFFECT, on))
    came = Done(on=event.receipt.arrived_on or on, cause=event.type_name())
    return Told(facts={clocks.own(CORRECTION): came, clocks.own(REPLY_CLOCK): anew})


def correction_lapsed(clocks: RequestClocks, event: CorrectionLapsed) -> Told:
    """逾期不补正: nobody waits for the correction any more; the reply waits for its closing."""
    return Told(facts={clocks.own(CORRECTION): Lapsed(on=event.lapsed_on, cause=event.type_name())})


def extension_notified(clocks: RequestClocks, event: ExtensionNoticeDispatched) -> Told:
    """送达延期答复告知书 (条例第三十三条第二款): whether it was told in time is for the count to say."""
    on = event.served.dispatched_on
    longer = Extended(on=on, working_days=event.working_days, basis=clocks.basis(EXTENSION, on))
    return Told(facts={clocks.own(REPLY_CLOCK): longer})


def withdrawn(_: RequestClocks, event: RequestWithdrawn) -> Told:
    """撤回申请: nothing is owed any more, so every clock of the request stops."""
    return Told(all_clocks=Ended(on=event.withdrawn_on, cause=event.type_name()))


def served(_: RequestClocks, event: ReplyDispatched) -> Told:
    """送达: the day of service is what counts, whenever it became known; every clock of the request stops."""
    return Told(all_clocks=Ended(on=event.served.dispatched_on, cause=event.type_name()))


ANSWERS: Final[Answers] = {
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
"""What a clock hears of each event."""
