"""What staff type for a case, in clear and for a moment only; and its way into and out of sealed fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from shared.events.names import CONTENT as CONTENT
from shared.events.names import DECISION as DECISION
from shared.events.names import FINDING as FINDING
from shared.events.names import MATERIALS as MATERIALS
from shared.events.names import PARTY as PARTY
from shared.events.names import QUESTION as QUESTION
from shared.events.names import REASON as REASON
from shared.events.review.sheet import Answer
from shared.events.substance import Proof, substance_hash
from shared.events.terms import Evidence, Sealed
from shared.privacy.sealing import SubjectKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """保密审查单 as it was filled in: `answers` are by the question's id."""

    answers: Mapping[str, Answer]
    attribute: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """拟答复意见 as it was written; a material is a line: a title, or a title and where it was published."""

    outcome: str
    clause: str
    finding: str
    decision: str
    materials: Sequence[str]
    evidence: Sequence[Proof] = ()


def seal(key: SubjectKey, field: str, text: str) -> Sealed | None:
    """A box of scope `text`; None where nothing was written."""
    return key.seal("text", field, text) if text else None


def seal_party(key: SubjectKey, text: str) -> Sealed:
    """Who is asked, under the key of the letter: the box names that key, since the event's row names the request's."""
    return replace(key.seal("party", PARTY, text), key_id=key.key_id)


def seal_materials(key: SubjectKey, lines: Sequence[str]) -> tuple[Sealed, ...]:
    """A box for each material."""
    return tuple(key.seal("text", MATERIALS, line) for line in lines)


def seal_evidence(key: SubjectKey, proofs: Sequence[Proof]) -> tuple[Evidence, ...]:
    """Every box by itself; kind and 文号 name no person and stay in clear."""
    return tuple(
        Evidence(
            kind=each.kind,
            boxes={name: key.seal("text", name, text) for name, text in each.boxes.items()},
            reference=each.reference,
        )
        for each in proofs
    )


def hash_of(wording: Wording) -> str:
    """What a signature is for: the hash of the plain parts."""
    return substance_hash(
        outcome=wording.outcome,
        clause=wording.clause,
        finding=wording.finding,
        decision=wording.decision,
        materials=wording.materials,
        evidence=wording.evidence,
    )
