"""Events of intake 受理 about 补正 (条例第三十条): the notice, its service, the correction, and the lapse without one."""

from datetime import date
from uuid import UUID

from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import ApplicantFact, Finding
from shared.events.terms import Basis, LetterFact, ReceiptFact, Sealed, ServiceFact


class CorrectionRequested(IntakeEvent, frozen=True, kw_only=True):
    """要求补正 (条例第三十条): the registrar drew up the notice that names everything to correct. It can be given only once.

    `explanation`: the registrar's words, sealed. `respond_working_days`: the period to correct, in working days.
    `requested_on`: the day of the decision. `letter`: the rendered notice.
    """

    request_id: UUID
    findings: tuple[Finding, ...]
    explanation: Sealed
    respond_working_days: int
    requested_on: date
    letter: LetterFact
    basis: Basis


class CorrectionNoticeDispatched(IntakeEvent, frozen=True, kw_only=True):
    """送达补正告知书: the registrar recorded the day on which the notice left the agency.

    The reply period is suspended until the correction comes. The applicant's period to correct begins.
    """

    request_id: UUID
    document_number: str
    respond_working_days: int
    served: ServiceFact


class RequestCorrected(IntakeEvent, frozen=True, kw_only=True):
    """收到补正 (条例第三十条): the applicant corrected the request; `receipt.received_on` is the new day 0.

    The event holds the whole request after the correction. `corrected`: the ids of the form's boxes whose text
    changed. `voided_number`: the 文号 of a reply that was to close the request as 逾期不补正 and was not served yet. That
    reply is void and its number is never used again.
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
    """逾期不补正 (条例第三十条): no correction came by `due_on`, so intake recorded the request as abandoned.

    Intake records it when deadline reports the missed period. Review must close the case; the event carries all that
    it needs.
    """

    request_id: UUID
    due_on: date
    lapsed_on: date
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed
    basis: Basis
