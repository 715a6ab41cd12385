"""Events of intake 受理 about 补正: what was wanting, told once, and what came of it (条例第三十条)."""

from datetime import date
from uuid import UUID

from shared.events.intake.request import ApplicantFact, Finding, IntakeEvent
from shared.events.terms import Basis, LetterFact, ReceiptFact, Sealed, ServiceFact


class CorrectionRequested(IntakeEvent, frozen=True, kw_only=True):
    """要求补正 (条例第三十条): all that is wanting, told once, and the working days that the applicant is given."""

    request_id: UUID
    findings: tuple[Finding, ...]
    explanation: Sealed
    respond_working_days: int
    requested_on: date
    letter: LetterFact
    basis: Basis


class CorrectionNoticeDispatched(IntakeEvent, frozen=True, kw_only=True):
    """送达补正告知书: the reply period stands still until the correction comes; the period to correct begins."""

    request_id: UUID
    document_number: str
    respond_working_days: int
    served: ServiceFact


class RequestCorrected(IntakeEvent, frozen=True, kw_only=True):
    """收到补正: the request as it reads now; the day of its receipt is the new day 0 (条例第三十条).

    `corrected`: the ids of the form's boxes that were corrected; what was not keeps its text.
    `voided_number`: 文号 of the reply that had closed the request for want of this and was not served yet: it is void, and
    the number is never used again.
    """

    request_id: UUID
    receipt: ReceiptFact
    corrected: tuple[str, ...]
    applicant: ApplicantFact
    content: Sealed
    hints: Sealed | None = None
    supply_form: str
    delivery: str
    voided_number: str | None = None


class CorrectionLapsed(IntakeEvent, frozen=True, kw_only=True):
    """逾期不补正: no correction came by `due_on`, so the request is deemed abandoned (条例第三十条)."""

    request_id: UUID
    due_on: date
    lapsed_on: date
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed
    basis: Basis
