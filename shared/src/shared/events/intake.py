"""Events of intake 受理: requests from the door to the served reply, staff accounts, keys."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from shared.events.terms import Basis, Proof, Rendered, Sealed
from shared.message import Event


class IntakeEvent(Event, frozen=True, kw_only=True):
    """Only `intake.domain` constructs these."""

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
    """收到申请: what was asked, by whom, through which door; `received_on` is day 0 by the channel's rule.

    `instants` keeps the raw moments that the rule chose from (submitted, arrived, confirmed …).
    """

    request_id: UUID
    year: int
    number: int
    channel: str
    received_on: date
    receipt_rule: Basis
    instants: dict[str, datetime]
    applicant_kind: str
    applicant: Applicant
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
    """答复书 under its 文号: hashes of the PDF and of the sealed blob, and what rendered it.

    Rendering again with the same inputs gives the same bytes: the audit replay compares them.
    """

    request_id: UUID
    document_number: str
    issue_id: UUID
    outcome: str
    sha256: str
    blob: str
    pages: int
    renderer: str
    rendered_on: date


class ReplyServed(IntakeEvent, frozen=True, kw_only=True):
    """送达: when and how the reply reached the applicant; the reply clock stops here."""

    request_id: UUID
    served_on: date
    method: str
    outcome: str
    document_number: str
    proof: Proof | None = None


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
    notice: Rendered
    rendered_on: date


class ExtensionNotified(IntakeEvent, frozen=True, kw_only=True):
    """送达延期答复告知书: only told before the first due date does an extension count (条例第三十三条第二款)."""

    request_id: UUID
    extension_id: UUID
    working_days: int
    served_on: date
    method: str
    proof: Proof | None


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


class StaffAccountOpened(IntakeEvent, frozen=True, kw_only=True):
    """A staff account: `roles` within the lane's agency; a supervisor reads `agencies` and changes nothing."""

    login: str
    name: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...]
    section: str | None = None


class StaffAccountClosed(IntakeEvent, frozen=True, kw_only=True):
    """The account may no longer sign in, and passes issued before are void."""

    login: str
    reason: str


EVENTS: tuple[type[Event], ...] = (
    NumberAssigned,
    RequestReceived,
    FormalCheckCompleted,
    RequestAccepted,
    ReplyRendered,
    ReplyServed,
    RequestWithdrawn,
    ExtensionNoticeRendered,
    ExtensionNotified,
    PastRequestImported,
    ApplicantViewed,
    KeyDestroyed,
    StaffAccountOpened,
    StaffAccountClosed,
)
