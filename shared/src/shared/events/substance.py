"""The substance of a reply (答复实质内容): what was signed, as one hash that review writes and intake checks.

Review issues it, intake renders it: both hash the same plain parts, so that nobody can sign one text and serve another.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256

from shared.message import canonical


@dataclass(frozen=True, slots=True)
class Proof:
    """佐证 in clear: its kind, its words (sealed under the field name `evidence`), the 文号 of a paper that it refers to."""

    kind: str
    text: str
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
    """SHA-256 (hex) over the canonical JSON of the plain parts; the order of `materials` and `evidence` counts.

    Without evidence the parts are those of before there was any, so that what was signed then still verifies.
    """
    parts: dict[str, object] = {
        "outcome": outcome,
        "clause": clause,
        "finding": finding,
        "decision": decision,
        "materials": list(materials),
    }
    if evidence:
        parts["evidence"] = [astuple(each) for each in evidence]
    return sha256(canonical(parts)).hexdigest()
