"""Reactions of clocks to intake and review: one table row for each event, one commit for all clocks that it concerns.

Ids of derived commands contain the reaction's name, so a name never changes. A redelivered event appends nothing.
"""

from typing import Final

from deadline.clock.reactions import cases, consultations, requests
from deadline.clock.reactions.clock_reaction import ClockReaction, FactsByEvent
from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, RequestCorrected
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    FormalCheckCompleted,
    ReplyDispatched,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.review.case import (
    CaseAssigned,
    ClosingLifted,
    ClosingRequired,
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted
from shared.policy import Policy, PolicyOf

INTAKE: Final[FactsByEvent] = {
    RequestReceived: requests.received,
    FormalCheckCompleted: requests.checked,
    CorrectionNoticeDispatched: requests.correction_notified,
    RequestCorrected: requests.corrected,
    CorrectionLapsed: requests.correction_lapsed,
    RequestAccepted: requests.accepted,
    ExtensionNoticeDispatched: requests.extension_notified,
    RequestWithdrawn: requests.withdrawn,
    ReplyDispatched: requests.served,
}
REVIEW: Final[FactsByEvent] = {
    ClosingRequired: cases.required,
    ClosingLifted: cases.lifted,
    CaseAssigned: cases.assigned,
    SheetCompleted: cases.reviewed,
    ReplyIssued: cases.issued,
    ConsultationDispatched: consultations.sent,
    ConsultationReceived: consultations.received,
    ConsultationAnswered: consultations.answered,
    ConsultationLapsed: consultations.lapsed,
}


def reactions(policy_of: PolicyOf = Policy) -> tuple[ClockReaction, ...]:
    """Return both reactions, by the policy of `policy_of`."""
    return (
        _reaction("deadline.follow-intake", "intake", INTAKE, policy_of),
        _reaction("deadline.follow-review", "review", REVIEW, policy_of),
    )


def _reaction(name: str, source: str, facts_by_event: FactsByEvent, policy_of: PolicyOf) -> ClockReaction:
    types = frozenset(event.type_name() for event in facts_by_event)
    return ClockReaction(
        name=name, source=source, types=types, facts_by_event=facts_by_event, policy_of=policy_of
    )
