"""Texts that staff type for a case, in clear and in memory only, and the functions that seal them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from shared.events.codes import Answer
from shared.events.names import CONTENT as CONTENT
from shared.events.names import DECISION as DECISION
from shared.events.names import FINDING as FINDING
from shared.events.names import MATERIALS as MATERIALS
from shared.events.names import PARTY as PARTY
from shared.events.names import QUESTION as QUESTION
from shared.events.names import REASON as REASON
from shared.events.substance import Proof, Recalled, substance_hash
from shared.events.terms import Evidence, Sealed
from shared.privacy.sealing import SubjectKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """保密审查单 as it was filled in; `answers` maps question ids to answers."""

    answers: Mapping[str, Answer]
    attribute: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """拟答复意见 as it was written. A material is one line: a title, or a title with the place of publication."""

    outcome: str
    clause: str
    finding: str
    decision: str
    materials: Sequence[str]
    evidence: Sequence[Proof] = ()


def seal(key: SubjectKey, field: str, text: str) -> Sealed | None:
    """Seal a text with scope `text`; None for an empty one."""
    return key.seal("text", field, text) if text else None


def seal_party(key: SubjectKey, text: str) -> Sealed:
    """Seal the consulted party with the letter's key. The box carries its key id: the event's row names the request's key."""
    return replace(key.seal("party", PARTY, text), key_id=key.key_id)


def seal_materials(key: SubjectKey, lines: Sequence[str]) -> tuple[Sealed, ...]:
    """Seal each material by itself."""
    return tuple(key.seal("text", MATERIALS, line) for line in lines)


def seal_evidence(key: SubjectKey, proofs: Sequence[Proof]) -> tuple[Evidence, ...]:
    """Seal each text of the evidence. Kind and 文号 name no person and stay in clear."""
    return tuple(
        Evidence(
            kind=each.kind,
            boxes={name: key.seal("text", name, text) for name, text in each.boxes.items()},
            reference=each.reference,
        )
        for each in proofs
    )


def hash_of(wording: Wording, recalled: Recalled) -> str:
    """The hash of the unencrypted draft and of what its letter recalls, which a signature confirms."""
    return substance_hash(
        recalled=recalled,
        outcome=wording.outcome,
        clause=wording.clause,
        finding=wording.finding,
        decision=wording.decision,
        materials=wording.materials,
        evidence=wording.evidence,
    )
