"""The commands on a case. Each carries actor and time; the handler adds facts of policy, key database and projections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from review.case.state import Matter, SheetFacts
from shared.events.codes import SilenceEffect
from shared.events.terms import Basis, Evidence, Sealed
from shared.message import Origin
from shared.policy.evidence import EvidenceKind
from shared.policy.roles import Capability
from shared.policy.values import Outcome, Step


@dataclass(frozen=True, slots=True)
class Heads:
    """谁主管谁审查: the sections (股室) for which the actor holds the role, and the sections' names on that day.

    A section head acts for exactly these sections. Another role without sections acts for every section.
    """

    sections: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, section: str) -> str:
        """The name of a section; its id when it has no name."""
        return self.names.get(section, section)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireClosing:
    """应予终止, by a reaction: only `outcome` is allowed from now on; opens the case on `matter` if there is none."""

    origin: Origin
    matter: Matter
    outcome: str
    required_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftClosing:
    """撤销终止, by a reaction: the correction came in time although it was registered after the lapse."""

    origin: Origin
    request_id: UUID
    lifted_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeExtension:
    """提请延期 by the section head: `working_days` more, with a reason.

    `heads`: the sections that the actor heads; `due_on`: the due date that deadline last set, None while there is
    none (a letter is out); `working_days_max`, `times_max`: the agency's policy of the day.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
    extension_id: UUID
    working_days: int
    reason: Sealed | None
    due_on: date | None
    working_days_max: int
    times_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension:
    """同意延期, in the role that the agency's policy names.

    `heads`: the sections for which the actor holds that role; `approver`: that role; `proposer`: the proposing person;
    `due_on`: as in `ProposeExtension`.
    """

    origin: Origin
    request_id: UUID
    heads: Heads
    extension_id: UUID
    approver: str
    proposer: str
    due_on: date | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension:
    """不同意延期, in the role that the agency's policy names, with a reason."""

    origin: Origin
    request_id: UUID
    heads: Heads
    extension_id: UUID
    approver: str
    proposer: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendConsultation:
    """征求意见 by the section head: a letter was sent on `sent_on` and received on `received_on`."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
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
    """登记意见 by the section head or the clerk: the answer arrived on `arrived_on`."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
    consultation_id: UUID
    answer: str
    reason: Sealed | None
    arrived_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseConsultation:
    """逾期未答, by a reaction: the time to answer ended on `lapsed_on`; `effects`: kind of letter → effect of silence."""

    origin: Origin
    request_id: UUID
    consultation_id: UUID
    effects: dict[str, tuple[SilenceEffect, Basis]]
    lapsed_on: date


ClosingCommand = RequireClosing | LiftClosing
ExtensionCommand = ProposeExtension | ApproveExtension | RefuseExtension
ConsultationCommand = SendConsultation | AnswerConsultation | LapseConsultation
CircumstanceCommand = ClosingCommand | ExtensionCommand | ConsultationCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """立案, by the reaction to 受理 only: take over an accepted request."""

    origin: Origin
    matter: Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignSection:
    """分办 by the clerk: assign the case to a section (股室).

    `offered`: the sections that are open that day, id → name.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    section: str
    offered: Mapping[str, str]
    sheet: SheetFacts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOutcome:
    """拟答复意见 by the section head: outcome, article and texts of a draft; None or empty for what was not written.

    `heads`: the sections that the actor heads; `offered`: the outcomes of the agency's catalogue that can be chosen on
    that day; `names_law`: whether the text names an article of a law other than the regulation.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
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
    """The facts that a signature needs besides the case.

    `chain`: the sign-off steps of the agency that day; `drafter`: the person who proposed the draft;
    `substance_sha256`: hash of the unencrypted draft; `issue_id`: id of the reply if this signature issues it; `sheet`:
    the present 保密审查单.
    """

    chain: tuple[Step, ...]
    drafter: str
    substance_sha256: str
    issue_id: UUID
    sheet: SheetFacts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDraft:
    """审签: sign draft number `draft` as the chain's step `level`; the last step issues the reply (签发).

    `heads`: the sections for which the actor holds the role `level`.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
    draft: int
    level: str
    signing: Signing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """退回, by the step whose turn it is: return draft number `draft` to the section with a reason.

    `heads`: as in `SignDraft`.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
    draft: int
    level: str
    reason: Sealed | None
    chain: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReply:
    """签发 by the clerk without a further signature: only when a shortened chain is already signed completely."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    draft: int
    signing: Signing


MainCommand = OpenCase | AssignSection | ProposeOutcome | SignDraft | ReturnDraft | IssueReply
"""The commands that bring a case from acceptance to its reply."""

CaseCommand = MainCommand | CircumstanceCommand
