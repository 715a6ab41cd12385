"""What deadline does when intake's and review's facts arrive: one row of a table for each event, one commit for its clocks.

One reaction follows each lane, since a request's order counts. A name enters the ids of the commands that its reaction
derives: it is never renamed. What a reaction took over may be heard again under its own ids, so each answer is harmless
where the clocks moved on.
"""

from typing import Final

from deadline.reactions import cases, consultations, requests
from deadline.reactions.answering import Answers, Following
from shared.events.intake import (
    ExtensionNoticeDispatched,
    FormalCheckCompleted,
    ReplyDispatched,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.intake_corrections import CorrectionLapsed, CorrectionNoticeDispatched, RequestCorrected
from shared.events.review import (
    CaseAssigned,
    ClosingLifted,
    ClosingRequired,
    ConfidentialityReviewCompleted,
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    ReplyIssued,
)
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
INTAKE_BEFORE: Final = (
    "deadline.start-reply-clock",
    "deadline.end-formal-check",
    "deadline.await-correction",
    "deadline.restart-reply-clock",
    "deadline.end-correction",
    "deadline.end-acceptance",
    "deadline.extend-reply-clock",
    "deadline.stop-withdrawn",
    "deadline.stop-reply-clock",
)
REVIEW: Final[Answers] = {
    ClosingRequired: cases.required,
    ClosingLifted: cases.lifted,
    CaseAssigned: cases.assigned,
    ConfidentialityReviewCompleted: cases.reviewed,
    ReplyIssued: cases.issued,
    ConsultationDispatched: consultations.sent,
    ConsultationReceived: consultations.received,
    ConsultationAnswered: consultations.answered,
    ConsultationLapsed: consultations.lapsed,
}
REVIEW_BEFORE: Final = (
    "deadline.start-confidentiality-review",
    "deadline.end-confidentiality-review",
    "deadline.end-review-by-issue",
    "deadline.pause-reply-clock",
    "deadline.resume-reply-clock",
    "deadline.resume-unanswered",
)


def reactions(policy_of: PolicyOf = Policy) -> tuple[Following, ...]:
    """Both of them, by the packs of `policy_of`."""
    return (
        Following(
            name="deadline.follow-intake",
            source="intake",
            answers=INTAKE,
            takes_over=INTAKE_BEFORE,
            policy_of=policy_of,
        ),
        Following(
            name="deadline.follow-review",
            source="review",
            answers=REVIEW,
            takes_over=REVIEW_BEFORE,
            policy_of=policy_of,
        ),
    )
