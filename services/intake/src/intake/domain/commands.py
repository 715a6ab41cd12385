"""The wishes that intake decides on. Each carries its `origin`: who, when, in which agency, under which key."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.events.intake import Applicant, Finding
from shared.events.terms import Basis, Sealed
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the agency's policy lets a request be on that day: ids of channels, applicant classes and form fields."""

    channels: frozenset[str]
    applicant_kinds: frozenset[str]
    fields_required: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest:
    """提出申请: the form as it came in, already sealed.

    `given` names the form's fields that were filled in (their texts are ciphertext here). `number` is the next of
    the year's register. There is no field by which a purpose could be weighed: it is kept, never judged.
    """

    origin: Origin
    offer: Offer
    request_id: UUID
    number: int
    channel: str
    receipt_rule: str
    receipt_basis: Basis
    instants: dict[str, datetime]
    given: frozenset[str]
    applicant_kind: str
    applicant: Applicant
    content: Sealed
    hints: Sealed | None
    purpose: Sealed | None
    supply_form: str
    delivery: str
    query_code: Sealed
    query_lookup: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteFormalCheck:
    """形式审查 by the clerk: nothing wanting, or each thing that is. `fields_required` is the policy's."""

    origin: Origin
    findings: tuple[Finding, ...]
    fields_required: frozenset[str]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRequest:
    """受理 by the clerk: hands the request on to review."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderReply:
    """成文: the signed substance was put under its 文号 and rendered; hashes of the file and of its sealed blob."""

    origin: Origin
    issue_id: UUID
    outcome: str
    document_number: str
    sha256: str
    blob: str
    pages: int
    renderer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeReply:
    """送达 by the clerk: the day in law and the way."""

    origin: Origin
    served_on: date
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewApplicant:
    """Open the applicant's identity, for a purpose of the list; the log keeps who did."""

    origin: Origin
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyKey:
    """销毁密钥 by the head: the person can no longer be read. `retention_years` is the policy's 保管期限."""

    origin: Origin
    reason: str
    retention_years: int


RequestCommand = (
    FileRequest | CompleteFormalCheck | AcceptRequest | RenderReply | ServeReply | ViewApplicant | DestroyKey
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStaffAccount:
    """开户: a person of the agency may sign in, in these roles."""

    origin: Origin
    login: str
    name: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...]
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStaffAccount:
    """销户: the person may sign in no more."""

    origin: Origin
    reason: str


AccountCommand = OpenStaffAccount | CloseStaffAccount
