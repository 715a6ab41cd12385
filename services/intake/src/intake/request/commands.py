"""The wishes that intake decides on. Each carries its `origin`: who, when, in which agency, under which key."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from intake.request.admission import Admission
from intake.request.correction.commands import CorrectionCommand
from intake.request.serving.commands import PaperCommand
from shared.events.intake.request import ApplicantFact, Finding
from shared.events.terms import Basis, Sealed
from shared.message import Origin
from shared.policy.roles import Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest:
    """提出申请: the form as it came in, already sealed: by the applicant on line, or by the clerk who registers a paper.

    `given` names the form's fields that were filled in (their texts are ciphertext here). `number` is the next of
    the year's register. There is no field by which a purpose could be weighed: it is kept, never judged.
    """

    origin: Origin
    admission: Admission
    request_id: UUID
    number: int
    channel: str
    receipt_rule: str
    receipt_basis: Basis
    instants: dict[str, datetime]
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
class WithdrawRequest:
    """撤回申请 by the applicant, or by the clerk with the applicant's paper; the reason may be left out."""

    origin: Origin
    withdrawn_on: date
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewApplicant:
    """Open the applicant's identity, for a purpose of the list; the log keeps who did."""

    origin: Origin
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyKey:
    """销毁密钥: the person can no longer be read.

    `able`: what the role of who asks may do, by the agency's roles of the day; `retention_years`: the policy's 保管期限.
    """

    origin: Origin
    able: frozenset[Capability]
    reason: str
    retention_years: int


FilingCommand = FileRequest | CompleteFormalCheck | AcceptRequest | WithdrawRequest
KeepingCommand = ViewApplicant | DestroyKey
RequestCommand = FilingCommand | CorrectionCommand | PaperCommand | KeepingCommand
