"""What deadline does when intake's and review's facts arrive: one row of the table for each event, one commit for its clocks.

A name enters the ids of the commands that its reaction derives: it is never renamed. Within a lane the rows stand in the
order in which a request lives, since each follows the lane by itself.
"""

from typing import Any

from deadline.reactions import consultations, requests
from deadline.reactions.answering import Answering
from shared.events.intake import (
    ExtensionNotified,
    FormalCheckCompleted,
    ReplyServed,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.intake_corrections import CorrectionLapsed, CorrectionNotified, RequestCorrected
from shared.events.review import (
    CaseAssigned,
    ConfidentialityReviewCompleted,
    ConsultationAnswered,
    ConsultationLapsed,
    ConsultationSent,
    ReplyIssued,
)
from shared.policy import Policy, PolicyOf


def reactions(policy_of: PolicyOf = Policy) -> tuple[Answering[Any], ...]:
    """All of them, by the packs of `policy_of`."""
    return (
        Answering("deadline.start-reply-clock", RequestReceived, requests.received, policy_of),
        Answering("deadline.end-formal-check", FormalCheckCompleted, requests.checked, policy_of),
        Answering("deadline.await-correction", CorrectionNotified, requests.correction_notified, policy_of),
        Answering("deadline.restart-reply-clock", RequestCorrected, requests.corrected, policy_of),
        Answering("deadline.end-correction", CorrectionLapsed, requests.correction_lapsed, policy_of),
        Answering("deadline.end-acceptance", RequestAccepted, requests.accepted, policy_of),
        Answering("deadline.extend-reply-clock", ExtensionNotified, requests.extension_notified, policy_of),
        Answering("deadline.stop-withdrawn", RequestWithdrawn, requests.withdrawn, policy_of),
        Answering("deadline.stop-reply-clock", ReplyServed, requests.served, policy_of),
        Answering("deadline.start-confidentiality-review", CaseAssigned, consultations.assigned, policy_of),
        Answering(
            "deadline.end-confidentiality-review",
            ConfidentialityReviewCompleted,
            consultations.reviewed,
            policy_of,
        ),
        Answering("deadline.end-review-by-issue", ReplyIssued, consultations.issued, policy_of),
        Answering("deadline.pause-reply-clock", ConsultationSent, consultations.sent, policy_of),
        Answering("deadline.resume-reply-clock", ConsultationAnswered, consultations.answered, policy_of),
        Answering("deadline.resume-unanswered", ConsultationLapsed, consultations.lapsed, policy_of),
    )
