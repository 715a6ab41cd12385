"""Facts that clocks take from review's cases: the confidentiality review, and the closing of a case for lack of a correction.

Review and intake both report a lapse and the correction that ends it. The clock stands the same, whichever event is
heard first.
"""

from typing import Final

from deadline.clock.reactions.clock_reaction import NOTHING, ClockFacts, FactsByEvent, RequestClocks
from shared.events.deadline.facts import ClockFact, Done, DoneBy, Ended, Lapsed, NotOwed, Suspended
from shared.events.intake.correction import CorrectionLapsed, RequestCorrected
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


def required(clocks: RequestClocks, event: ClosingRequired) -> ClockFacts:
    """应予终止 for lack of a correction: nobody waits for the correction any more, and no confidentiality review is owed."""
    if event.outcome != NO_CORRECTION:
        return NOTHING
    on = event.required_on
    lapsed = Lapsed(on=on, cause=CorrectionLapsed.type_name())
    closed = _of_review(clocks, NotOwed(on=on, cause=event.type_name()))
    return ClockFacts(facts={clocks.own(CORRECTION): lapsed, **closed.facts})


def lifted(clocks: RequestClocks, event: ClosingLifted) -> ClockFacts:
    """撤销终止: the correction had come in time. A confidentiality review that had begun is suspended until the case is assigned again."""
    on = event.lifted_on
    waiting = _of_review(clocks, Suspended(on=on, kind=REASSIGNMENT, basis=event.basis))
    corrected = DoneBy(on=on, cause=RequestCorrected.type_name())
    return ClockFacts(facts={clocks.own(CORRECTION): corrected, **waiting.facts})


def assigned(clocks: RequestClocks, event: CaseAssigned) -> ClockFacts:
    """分办 starts the confidentiality review if the policy gives it a period. Assigning a second section starts no second one."""
    on = event.assigned_on
    if clocks.policy(on).get(REVIEW_PERIOD) is None:
        return NOTHING
    return _of_review(clocks, clocks.own_period(on, REVIEW_PERIOD, event))


def reviewed(clocks: RequestClocks, event: SheetCompleted) -> ClockFacts:
    """保密审查完成 stops the confidentiality review."""
    return _of_review(clocks, Done(on=event.completed_on, cause=event.type_name(), within=True))


def issued(clocks: RequestClocks, event: ReplyIssued) -> ClockFacts:
    """签发 ends the confidentiality review: a reply that discloses nothing needs no sheet, so none is awaited.

    A reply that closes for lack of a correction ends nothing, since no review is owed for it and it may turn out to
    be void.
    """
    if event.outcome == NO_CORRECTION:
        return NOTHING
    return _of_review(clocks, Ended(on=event.issued_on, cause=event.type_name(), within=True))


def _of_review(clocks: RequestClocks, fact: ClockFact) -> ClockFacts:
    """Return a fact of the confidentiality review, or nothing if the policy gives it no period."""
    if clocks.policy(fact.on).get(REVIEW_PERIOD) is None:
        return NOTHING
    return ClockFacts(facts={clocks.own(CONFIDENTIALITY_REVIEW): fact})


ANSWERS: Final[FactsByEvent] = {
    ClosingRequired: required,
    ClosingLifted: lifted,
    CaseAssigned: assigned,
    SheetCompleted: reviewed,
    ReplyIssued: issued,
}
"""The event → the function that returns its facts for clocks."""
