"""What clocks hear of intake and review: one row of a table for each event, one commit for its clocks.

A name enters the ids of the commands that its reaction derives: it is never renamed. What is heard twice changes
nothing: a fact that is known already is no news.
"""

from typing import Final

from deadline.clock.reactions import cases, consultations, requests
from deadline.clock.reactions.hearing import Answers, ClockReaction
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

INTAKE: Final[Answers] = {
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
REVIEW: Final[Answers] = {
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
    """Both of them, by the packs of `policy_of`."""
    return (
        _following("deadline.follow-intake", "intake", INTAKE, policy_of),
        _following("deadline.follow-review", "review", REVIEW, policy_of),
    )


def _following(name: str, source: str, answers: Answers, policy_of: PolicyOf) -> ClockReaction:
    types = frozenset(event.type_name() for event in answers)
    return ClockReaction(name=name, source=source, types=types, answers=answers, policy_of=policy_of)
