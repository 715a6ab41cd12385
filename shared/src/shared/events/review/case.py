"""Events of review 办理: from the accepted request to the signed reply."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.terms import Basis, DeliveryFact, Evidence, Sealed, ServiceFact, SheetVersion
from shared.message import Event


class ReviewEvent(Event, frozen=True, kw_only=True):
    """Only `review.domain` constructs these."""

    service: ClassVar[str] = "review"


class CaseOpened(ReviewEvent, frozen=True, kw_only=True):
    """立案: review takes the accepted request over. `sheet_id` names the case's 保密审查单, which nobody has filled in yet."""

    request_id: UUID
    sheet_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class ClosingRequired(ReviewEvent, frozen=True, kw_only=True):
    """应予终止: the applicant withdrew or did not correct in time; only this outcome can be answered from here on."""

    request_id: UUID
    outcome: str
    required_on: date
    basis: Basis


class ClosingLifted(ReviewEvent, frozen=True, kw_only=True):
    """撤销终止: a correction that had come in time was registered after the lapse (条例第三十条).

    What was drafted, signed or issued to close the case never left the agency and is void; the case is set aside until
    intake accepts the corrected request.
    """

    request_id: UUID
    outcome: str
    lifted_on: date
    basis: Basis


class CaseAssigned(ReviewEvent, frozen=True, kw_only=True):
    """分办: the section (股室) that answers for truth and completeness."""

    request_id: UUID
    section: str
    assigned_on: date


class OutcomeProposed(ReviewEvent, frozen=True, kw_only=True):
    """拟答复意见: outcome and clause from the catalogue; finding, decision and materials as text of the draft.

    `sheet`: the filling of the 保密审查单 that stood when the draft was written; None where none stood.
    """

    request_id: UUID
    draft: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    proposed_on: date
    sheet: SheetVersion | None = None
    evidence: tuple[Evidence, ...] = ()


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
    `sheet`: the filling of the 保密审查单 that the reply rests on; None where none stood when it was drafted.
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
    sheet: SheetVersion | None = None
    evidence: tuple[Evidence, ...] = ()


class ExtensionProposed(ReviewEvent, frozen=True, kw_only=True):
    """提请延期 (条例第三十三条第二款): so many working days more, with the reason that the applicant is told."""

    request_id: UUID
    extension_id: UUID
    working_days: int
    reason: Sealed
    proposed_on: date


class ExtensionApproved(ReviewEvent, frozen=True, kw_only=True):
    """同意延期 by the role that the agency's rules name; it counts once intake has told the applicant."""

    request_id: UUID
    extension_id: UUID
    working_days: int
    reason: Sealed
    approver: str
    approved_on: date
    basis: Basis


class ExtensionRefused(ReviewEvent, frozen=True, kw_only=True):
    """不同意延期: the first due date stands."""

    request_id: UUID
    extension_id: UUID
    approver: str
    reason: Sealed
    refused_on: date


class ConsultationDispatched(ReviewEvent, frozen=True, kw_only=True):
    """发出征求意见书 (条例第三十二条、第三十四条): from here on the reply period may stand still.

    `kind` is `third_party` or `other_agency`.
    """

    request_id: UUID
    consultation_id: UUID
    kind: str
    party: Sealed
    question: Sealed
    served: ServiceFact
    respond_working_days: int
    basis: Basis


class ConsultationReceived(ReviewEvent, frozen=True, kw_only=True):
    """征求意见书送达: the party has the letter; the period to answer begins on the day after."""

    request_id: UUID
    consultation_id: UUID
    delivered: DeliveryFact
    respond_working_days: int
    basis: Basis


class ConsultationAnswered(ReviewEvent, frozen=True, kw_only=True):
    """收到意见: `answer` is `consents` or `refuses`; a refusal needs its reason (条例第三十二条)."""

    request_id: UUID
    consultation_id: UUID
    answer: str
    reason: Sealed | None
    arrived_on: date


class ConsultationLapsed(ReviewEvent, frozen=True, kw_only=True):
    """逾期未答: `effect` by policy, `agency-decides` for a third party, `agreement` for a co-producing agency."""

    request_id: UUID
    consultation_id: UUID
    effect: str
    lapsed_on: date
    basis: Basis


CaseEvent = CaseOpened | CaseAssigned | OutcomeProposed | DraftSigned | DraftReturned | ReplyIssued
"""What moves a case on its main line."""
LetterEvent = ConsultationDispatched | ConsultationReceived | ConsultationAnswered | ConsultationLapsed
"""What happens to a letter for somebody's opinion (征求意见)."""
CircumstanceEvent = ClosingRequired | ExtensionProposed | ExtensionApproved | ExtensionRefused | LetterEvent
"""What bears on a case beside its main line: the end that is required, the extension, the letters."""
