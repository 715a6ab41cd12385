"""Events of intake 受理 about 补正: what was wanting, told once, and what came of it (条例第三十条)."""

from datetime import date, datetime
from uuid import UUID

from shared.events.intake import Applicant, Finding, IntakeEvent
from shared.events.terms import Basis, Proof, Rendered, Sealed


class CorrectionRequested(IntakeEvent, frozen=True, kw_only=True):
    """要求补正 (条例第三十条): all that is wanting, told once, and the working days that the applicant is given."""

    request_id: UUID
    findings: tuple[Finding, ...]
    explanation: Sealed
    respond_working_days: int
    requested_on: date
    notice: Rendered
    basis: Basis


class CorrectionNotified(IntakeEvent, frozen=True, kw_only=True):
    """送达补正告知书: the reply period stands still until the correction comes; the period to correct begins."""

    request_id: UUID
    served_on: date
    method: str
    proof: Proof | None
    respond_working_days: int


class RequestCorrected(IntakeEvent, frozen=True, kw_only=True):
    """收到补正: the request as it reads now; `received_on` by the channel's rule is the new day 0 (条例第三十条).

    `corrected`: the ids of the form's boxes that were corrected; what was not keeps its text. `arrived_on`: the day of
    the earliest instant, by which it is in time or late; written only where it is another than `received_on`.
    `voided_number`: 文号 of the reply that had closed the request for want of this and was not served yet: it is void, and
    the number is never used again.
    """

    request_id: UUID
    channel: str
    received_on: date
    receipt_rule: Basis
    instants: dict[str, datetime]
    corrected: tuple[str, ...]
    applicant: Applicant
    content: Sealed
    hints: Sealed | None = None
    supply_form: str
    delivery: str
    arrived_on: date | None = None
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


EVENTS: tuple[type[IntakeEvent], ...] = (
    CorrectionRequested,
    CorrectionNotified,
    RequestCorrected,
    CorrectionLapsed,
)
