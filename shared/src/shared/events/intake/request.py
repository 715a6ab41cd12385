"""Events of intake 受理: requests from the door to the served reply, keys."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from shared.events.terms import (
    Basis,
    DeliveryFact,
    Fact,
    LetterFact,
    ReceiptFact,
    ReturnFact,
    Sealed,
    ServiceFact,
)
from shared.message import Event


class IntakeEvent(Event, frozen=True, kw_only=True):
    """Only what decides in intake (`decide`, `filing`, `keeping` of a noun) constructs these."""

    service: ClassVar[str] = "intake"


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """申请人 as given (条例第二十九条): each field ciphertext of scope `identity`."""

    name: Sealed
    identity_kind: Sealed | None = None
    identity_number: Sealed | None = None
    organisation: Sealed | None = None
    phone: Sealed | None = None
    fax: Sealed | None = None
    email: Sealed | None = None
    address: Sealed | None = None
    postcode: Sealed | None = None


class ApplicantFact(Fact, frozen=True, kw_only=True):
    """申请人: the class that the annual table counts by, in clear, and the person."""

    kind: str
    person: Applicant


class Finding(msgspec.Struct, frozen=True):
    """One thing that the formal check found wanting: the field, what to do, the article."""

    field: str
    code: str
    clause: str


class NumberAssigned(IntakeEvent, frozen=True, kw_only=True):
    """登记编号、文号: the version of the event on its series' stream is the number, so a series has no gaps."""

    series: str
    year: int
    number: int
    request_id: UUID


class RequestReceived(IntakeEvent, frozen=True, kw_only=True):
    """收到申请: what was asked, by whom, and how it came in."""

    request_id: UUID
    year: int
    number: int
    receipt: ReceiptFact
    applicant: ApplicantFact
    content: Sealed
    hints: Sealed | None = None
    purpose: Sealed | None = None
    supply_form: str
    delivery: str
    query_code: Sealed
    query_lookup: str


class FormalCheckCompleted(IntakeEvent, frozen=True, kw_only=True):
    """形式审查: complete if nothing was found wanting."""

    request_id: UUID
    checked_on: date
    findings: tuple[Finding, ...]
    basis: Basis


class RequestAccepted(IntakeEvent, frozen=True, kw_only=True):
    """受理: the case may begin. Carries what review takes over, since it asks nobody else."""

    request_id: UUID
    accepted_on: date
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class ReplyRendered(IntakeEvent, frozen=True, kw_only=True):
    """答复书 under its 文号, ready to be served."""

    request_id: UUID
    issue_id: UUID
    outcome: str
    letter: LetterFact
    rendered_on: date


class ReplyDispatched(IntakeEvent, frozen=True, kw_only=True):
    """送达答复书: the reply left the agency; the reply clock stops here."""

    request_id: UUID
    document_number: str
    outcome: str
    served: ServiceFact


class RequestWithdrawn(IntakeEvent, frozen=True, kw_only=True):
    """撤回申请: the applicant wants no answer any more. Carries what review takes over, as acceptance does."""

    request_id: UUID
    withdrawn_on: date
    reason: Sealed | None
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class ExtensionNoticeRendered(IntakeEvent, frozen=True, kw_only=True):
    """制作延期答复告知书: what review approved, ready to be served."""

    request_id: UUID
    extension_id: UUID
    working_days: int
    letter: LetterFact
    rendered_on: date


class ExtensionNoticeDispatched(IntakeEvent, frozen=True, kw_only=True):
    """送达延期答复告知书: only told before the first due date does an extension count (条例第三十三条第二款)."""

    request_id: UUID
    document_number: str
    extension_id: UUID
    working_days: int
    served: ServiceFact


class PaperReceived(IntakeEvent, frozen=True, kw_only=True):
    """签收文书: a paper reached the applicant. `paper`: `reply`, `correction-notice` or `extension-notice`."""

    request_id: UUID
    paper: str
    document_number: str
    delivered: DeliveryFact


class PaperReturned(IntakeEvent, frozen=True, kw_only=True):
    """退回文书: a paper came back without having reached the applicant. `paper`: as of `PaperReceived`."""

    request_id: UUID
    paper: str
    document_number: str
    returned: ReturnFact


class PastRequestImported(IntakeEvent, frozen=True, kw_only=True):
    """补录历史申请: a request of before Lantai as the annual table counts it; no clock, no personal data.

    `record` is the id that the agency's own ledger gave it; `outcome` is a row of table three.
    """

    record: str
    applicant_kind: str
    received_on: date
    closed_on: date | None
    outcome: str | None


class ApplicantViewed(IntakeEvent, frozen=True, kw_only=True):
    """A member of staff opened the applicant's identity: the actor is in the row, the purpose here."""

    request_id: UUID
    purpose: str


class KeyDestroyed(IntakeEvent, frozen=True, kw_only=True):
    """The request's key is gone: the person can no longer be read anywhere; every proof still verifies."""

    request_id: UUID
    reason: str
    basis: Basis
