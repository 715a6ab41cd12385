"""The verbs of a case. Each carries who asks and when; what policy, key database and projections know is put in by the handler."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.case.state import Matter, SheetFacts
from shared.events.terms import Basis, Evidence, Sealed
from shared.message import Origin
from shared.policy.evidence import EvidenceKind
from shared.policy.roles import Capability
from shared.policy.values import Outcome, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireClosing:
    """应予终止: only `outcome` can be answered from here on; opens the case on `matter` where there is none. A reaction's."""

    origin: Origin
    matter: Matter
    outcome: str
    required_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftClosing:
    """撤销终止: the correction had come in time, though it was registered after the lapse. A reaction's."""

    origin: Origin
    request_id: UUID
    lifted_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeExtension:
    """提请延期: `working_days` more, and why. The section head's.

    `heads`: the section of the account that acts; `due_on`: the due date as deadline last said it, None while it says
    none (a letter is out); `working_days_max`, `times_max`: the agency's policy of the day.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    extension_id: UUID
    working_days: int
    reason: Sealed | None
    due_on: date | None
    working_days_max: int
    times_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension:
    """同意延期, in the role that the agency's rules name.

    `approver`: that role; `proposer`: the account that proposed; `due_on`: as in `ProposeExtension`.
    """

    origin: Origin
    request_id: UUID
    extension_id: UUID
    approver: str
    proposer: str
    due_on: date | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension:
    """不同意延期 in the role that the agency's rules name, with a reason."""

    origin: Origin
    request_id: UUID
    extension_id: UUID
    approver: str
    proposer: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendConsultation:
    """征求意见: a letter went out on `sent_on` and was received on `received_on`. The section head's."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    consultation_id: UUID
    kind: str
    party: Sealed | None
    question: Sealed | None
    sent_on: date
    received_on: date
    respond_working_days: int
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsultation:
    """登记意见: the answer arrived on `arrived_on`. The section head's or the clerk's."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    consultation_id: UUID
    answer: str
    reason: Sealed | None
    arrived_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseConsultation:
    """逾期未答: the time to answer ended on `lapsed_on`; `effects` says by kind what silence means. A reaction's."""

    origin: Origin
    request_id: UUID
    consultation_id: UUID
    effects: dict[str, tuple[str, Basis]]
    lapsed_on: date


CircumstanceCommand = (
    RequireClosing
    | LiftClosing
    | ProposeExtension
    | ApproveExtension
    | RefuseExtension
    | SendConsultation
    | AnswerConsultation
    | LapseConsultation
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """立案: take an accepted request over. Asked for by the reaction to 受理, never by a person."""

    origin: Origin
    matter: Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignSection:
    """分办: name the section (股室) that answers for the case. The clerk's."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    section: str
    sheet: SheetFacts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOutcome:
    """拟答复意见: outcome, article and words of a draft; None or empty where nothing was written. The section head's.

    `heads`: the section of the account that acts; `offered`: the part of the agency's outcome catalogue that may be
    chosen from that day; `names_law`: whether the finding names a law and its article besides the regulation.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    outcome: str
    clause: str
    finding: Sealed | None
    decision: Sealed | None
    materials: tuple[Sealed, ...]
    offered: Mapping[str, Outcome]
    kinds: Mapping[str, EvidenceKind]
    sheet: SheetFacts | None
    evidence: tuple[Evidence, ...] = ()
    names_law: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What a signature needs to know besides the case.

    `chain`: the sign-off steps of the agency that day; `drafter`: the account that proposed the draft;
    `substance_sha256`: over the plaintext of the draft; `issue_id`: names the reply if this signature issues it; `sheet`:
    the 保密审查单 as it stands.
    """

    chain: tuple[Step, ...]
    drafter: str
    substance_sha256: str
    issue_id: UUID
    sheet: SheetFacts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDraft:
    """审签: agree to draft number `draft` as the chain's step `level`; the last step issues the reply (签发).

    `heads`: the section of the account that acts, asked of the section's own step alone.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    draft: int
    level: str
    signing: Signing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """退回: send draft number `draft` back to the section, as the step whose turn it is, with a reason.

    `heads`: as in `SignDraft`.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    draft: int
    level: str
    reason: Sealed | None
    chain: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReply:
    """签发 without a further signature: only when a shortened chain has already been signed to its end. The clerk's."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    draft: int
    signing: Signing


MainCommand = OpenCase | AssignSection | ProposeOutcome | SignDraft | ReturnDraft | IssueReply
"""The commands that bring a case from acceptance to its reply."""

CaseCommand = MainCommand | CircumstanceCommand
