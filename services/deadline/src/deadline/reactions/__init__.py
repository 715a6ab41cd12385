"""What deadline does when intake's and review's facts arrive: one row of a table for each event, one commit for its clocks.

One reaction follows each lane, since a request's order counts. A name enters the ids of the commands that its reaction
derives: it is never renamed.
"""

from typing import Final

from deadline.reactions import cases, consultations, requests
from deadline.reactions.answering import Answers, Following
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
    ClosingLifted,
    ClosingRequired,
    ConsultationAnswered,
    ConsultationLapsed,
    ConsultationSent,
    ReplyIssued,
)
from shared.events.review_sheet import SheetCompleted
from shared.policy import Policy, PolicyOf

INTAKE: Final[Answers] = {
    RequestReceived: requests.received,
    FormalCheckCompleted: requests.checked,
    CorrectionNotified: requests.correction_notified,
    RequestCorrected: requests.corrected,
    CorrectionLapsed: requests.correction_lapsed,
    RequestAccepted: requests.accepted,
    ExtensionNotified: requests.extension_notified,
    RequestWithdrawn: requests.withdrawn,
    ReplyServed: requests.served,
}
REVIEW: Final[Answers] = {
    ClosingRequired: cases.required,
    ClosingLifted: cases.lifted,
    CaseAssigned: cases.assigned,
    SheetCompleted: cases.reviewed,
    ReplyIssued: cases.issued,
    ConsultationSent: consultations.sent,
    ConsultationAnswered: consultations.answered,
    ConsultationLapsed: consultations.lapsed,
}


def reactions(policy_of: PolicyOf = Policy) -> tuple[Following, ...]:
    """Both of them, by the packs of `policy_of`."""
    return (
        _following("deadline.follow-intake", "intake", INTAKE, policy_of),
        _following("deadline.follow-review", "review", REVIEW, policy_of),
    )


def _following(name: str, source: str, answers: Answers, policy_of: PolicyOf) -> Following:
    types = frozenset(event.type_name() for event in answers)
    return Following(name=name, source=source, types=types, answers=answers, policy_of=policy_of)
