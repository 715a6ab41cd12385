"""The substance of a reply (答复实质内容): what was signed, as one hash that review writes and intake checks.

Review issues it, intake renders it: both hash the same plain parts, so that nobody can sign one text and serve another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from shared.message import canonical


@dataclass(frozen=True, slots=True)
class Proof:
    """佐证 in clear: its kind, its boxes by their names (each sealed under its own), the 文号 of a paper that it refers to."""

    kind: str
    boxes: Mapping[str, str]
    reference: str | None = None


def substance_hash(
    *,
    outcome: str,
    clause: str,
    finding: str,
    decision: str,
    materials: Sequence[str],
    evidence: Sequence[Proof] = (),
) -> str:
    """SHA-256 (hex) over the canonical JSON of the plain parts; the order of `materials` counts.

    Evidence is kind → box → text, the 文号 of another paper among the boxes as `reference`.
    """
    parts: dict[str, object] = {
        "outcome": outcome,
        "clause": clause,
        "finding": finding,
        "decision": decision,
        "materials": list(materials),
        "evidence": {each.kind: _boxes(each) for each in evidence},
    }
    return sha256(canonical(parts)).hexdigest()


def _boxes(proof: Proof) -> dict[str, str]:
    named = {} if proof.reference is None else {"reference": proof.reference}
    return {**proof.boxes, **named}
