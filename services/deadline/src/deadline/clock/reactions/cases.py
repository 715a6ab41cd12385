"""What review tells clocks of its handling of the case: the confidentiality review, and a closing for want of a correction.

Review says of a lapse and of the correction that ends it what intake says of them, so a case comes out the same whichever
is heard first.
"""

from typing import Final

from deadline.clock.reactions.hearing import NOTHING, Answers, RequestClocks, Told
from shared.events.deadline.facts import ClockFact, Done, DoneBy, Ended, Lapsed, NotOwed, Suspended
from shared.events.names import NO_CORRECTION
from shared.events.review.case import (
    CaseAssigned,
    ClosingLifted,
    ClosingRequired,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted
from shared.events.terms import CONFIDENTIALITY_REVIEW, CORRECTION, REASSIGNMENT

REVIEW_PERIOD: Final = "confidentiality.working_days"


def required(clocks: RequestClocks, event: ClosingRequired) -> Told:
    """应予终止 for want of a correction: nobody waits for it any more, and the case owes no confidentiality review."""
    if event.outcome != NO_CORRECTION:
        return NOTHING
    on, cause = event.required_on, event.type_name()
    closed = _of_review(clocks, NotOwed(on=on, cause=cause))
    return Told(facts={clocks.own(CORRECTION): Lapsed(on=on, cause=cause), **closed.facts})


def lifted(clocks: RequestClocks, event: ClosingLifted) -> Told:
    """撤销终止: the correction had come in time; a review that began with the void case waits for the new one to be assigned."""
    on = event.lifted_on
    waiting = _of_review(clocks, Suspended(on=on, kind=REASSIGNMENT, basis=event.basis))
    return Told(facts={clocks.own(CORRECTION): DoneBy(on=on, cause=event.type_name()), **waiting.facts})


def assigned(clocks: RequestClocks, event: CaseAssigned) -> Told:
    """分办: the confidentiality review has a period of its own where the agency's rules give one; a second section has no second one."""
    on = event.assigned_on
    if clocks.policy(on).get(REVIEW_PERIOD) is None:
        return NOTHING
    return _of_review(clocks, clocks.own_period(on, REVIEW_PERIOD, event))


def reviewed(clocks: RequestClocks, event: SheetCompleted) -> Told:
    """保密审查完成."""
    return _of_review(clocks, Done(on=event.completed_on, cause=event.type_name(), within=True))


def issued(clocks: RequestClocks, event: ReplyIssued) -> Told:
    """签发: an answer that gives nothing needs no sheet, so nobody waits for one any more.

    The reply that closes for want of a correction ends nothing: no review is owed for it, and it may turn out to be void.
    """
    if event.outcome == NO_CORRECTION:
        return NOTHING
    return _of_review(clocks, Ended(on=event.issued_on, cause=event.type_name(), within=True))


def _of_review(clocks: RequestClocks, fact: ClockFact) -> Told:
    """Only where the agency's rules give the review a period."""
    if clocks.policy(fact.on).get(REVIEW_PERIOD) is None:
        return NOTHING
    return Told(facts={clocks.own(CONFIDENTIALITY_REVIEW): fact})


ANSWERS: Final[Answers] = {
    ClosingRequired: required,
    ClosingLifted: lifted,
    CaseAssigned: assigned,
    SheetCompleted: reviewed,
    ReplyIssued: issued,
}
"""What a clock hears of each event."""
