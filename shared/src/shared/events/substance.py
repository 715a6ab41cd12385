"""答复实质内容: the hash of a reply's substance. Review records it when the reply is signed.

Intake compares it before rendering. Both services hash the same plain parts, so that no other text than the signed
one can be served.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from shared.message import canonical


@dataclass(frozen=True, slots=True)
class Proof:
    """佐证 in clear: its kind, box name → text, and the 文号 of the paper that it refers to."""

    kind: str
    boxes: Mapping[str, str]
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """The request as the letter's opening recalls it; `quotation`: the applicant's words as they are printed."""

    request_number: str
    received_on: date
    quotation: str


def substance_hash(
    *,
    recalled: Recalled,
    outcome: str,
    clause: str,
    finding: str,
    decision: str,
    materials: Sequence[str],
    evidence: Sequence[Proof] = (),
) -> str:
    """SHA-256 (hex) over the canonical JSON of the plain parts. The order of `materials` counts.

    Evidence enters as kind → box → text; a `reference` enters as one more box.
    """
    parts: dict[str, object] = {
        "request": [recalled.request_number, recalled.received_on.isoformat(), recalled.quotation],
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
