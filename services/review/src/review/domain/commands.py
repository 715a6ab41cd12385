"""The verbs of a case. Each carries who asks and when; what policy and key database know is put in by the handler.

`able`, in all that people ask: what the role in which they act may do, by the agency's roles of the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from review.domain.case import Matter, SheetFacts
from review.domain.side_commands import SideCommand
from shared.events.terms import Evidence, Sealed
from shared.message import Origin
from shared.policy.evidence import EvidenceKind
from shared.policy.roles import Capability
from shared.policy.values import Outcome, Step


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

CaseCommand = MainCommand | SideCommand
