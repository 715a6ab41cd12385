"""The commands on a request. Each carries its `origin`: actor, time, agency and command id."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from intake.request.admission import Admission
from intake.request.correction.commands import CorrectionCommand
from intake.request.serving.commands import PaperCommand
from shared.events.codes import Channel, Instant
from shared.events.intake.request import ApplicantFact, Finding
from shared.events.terms import Basis, Sealed
from shared.message import Origin
from shared.policy.roles import Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest:
    """提出申请: file the sealed form, by the applicant on line or by the clerk who registers a paper.

    `given` names the form's fields that were filled in; their texts are encrypted here. `number` is the next number of
    the year. The purpose is stored and never judged, so no field describes it.
    """

    origin: Origin
    admission: Admission
    request_id: UUID
    number: int
    channel: Channel
    receipt_rule: str
    receipt_basis: Basis
    instants: dict[Instant, datetime]
    given: frozenset[str]
    applicant: ApplicantFact
    content: Sealed
    hints: Sealed | None
    purpose: Sealed | None
    supply_form: str
    delivery: str
    query_code: Sealed
    query_lookup: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteFormalCheck:
    """形式审查 by the clerk. `findings` lists what is missing or unclear; `fields_required` is the policy's list."""

    origin: Origin
    findings: tuple[Finding, ...]
    fields_required: frozenset[str]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRequest:
    """受理 by the clerk: review takes the request over."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRequest:
    """撤回申请 by the applicant, or by the clerk who has the applicant's letter; the reason is optional."""

    origin: Origin
    withdrawn_on: date
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewApplicant:
    """Open the applicant's identity for a listed purpose; the log records who opened it."""

    origin: Origin
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyKey:
    """销毁密钥: destroy the request's key; nobody can decrypt the personal data after that.

    `able`: the capabilities of the actor's role on that day; `retention_years`: the policy's 保管期限 in years.
    """

    origin: Origin
    able: frozenset[Capability]
    reason: str
    retention_years: int


FilingCommand = FileRequest | CompleteFormalCheck | AcceptRequest | WithdrawRequest
KeepingCommand = ViewApplicant | DestroyKey
RequestCommand = FilingCommand | CorrectionCommand | PaperCommand | KeepingCommand
