"""Events of review 办理: from the accepted request to the signed reply."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.terms import Basis, Sealed
from shared.message import Event


class ReviewEvent(Event, frozen=True, kw_only=True):
    """Only `review.domain` constructs these."""

    service: ClassVar[str] = "review"


class CaseOpened(ReviewEvent, frozen=True, kw_only=True):
    """立案: review takes the accepted request over."""

    request_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class CaseAssigned(ReviewEvent, frozen=True, kw_only=True):
    """分办: the section (股室) that answers for truth and completeness."""

    request_id: UUID
    section: str
    assigned_on: date


class ConfidentialityReviewCompleted(ReviewEvent, frozen=True, kw_only=True):
    """保密审查: every question of the 审查单 with its answer, the attribute, and the reason where one is owed.

    `answers`: the id of a question in the agency's policy of `reviewed_on` (key `confidentiality.questions`:
    `state_secret`, `law_forbids`, …) → whether the answer was yes. What the question said stands in that policy.
    """

    request_id: UUID
    answers: dict[str, bool]
    attribute: str
    reason: Sealed | None
    reviewed_on: date
    basis: Basis


class OutcomeProposed(ReviewEvent, frozen=True, kw_only=True):
    """拟答复意见: outcome and clause from the catalogue; finding, decision and materials as text of the draft."""

    request_id: UUID
    draft: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    proposed_on: date


class DraftSigned(ReviewEvent, frozen=True, kw_only=True):
    """审签: one step of the sign-off chain agreed to the draft."""

    request_id: UUID
    draft: int
    level: str
    signed_on: date


class DraftReturned(ReviewEvent, frozen=True, kw_only=True):
    """退回: a step of the chain sends the draft back with a reason."""

    request_id: UUID
    draft: int
    level: str
    reason: Sealed
    returned_on: date


class ReplyIssued(ReviewEvent, frozen=True, kw_only=True):
    """签发: the substance of the reply, final; intake gives it 文号 and addressee, renders and serves it.

    `substance_sha256` is over the plaintext parts, so that intake can prove it rendered what was signed.
    """

    request_id: UUID
    issue_id: UUID
    draft: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    substance_sha256: str
    issued_on: date


EVENTS: tuple[type[Event], ...] = (
    CaseOpened,
    CaseAssigned,
    ConfidentialityReviewCompleted,
    OutcomeProposed,
    DraftSigned,
    DraftReturned,
    ReplyIssued,
)
