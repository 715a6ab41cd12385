"""The substance of a reply (答复实质内容): what was signed, as one hash that review writes and intake checks.

Review issues it, intake renders it: both hash the same plain parts, so that nobody can sign one text and serve another.
"""

from collections.abc import Sequence
from hashlib import sha256

from shared.message import canonical


def substance_hash(
    *, outcome: str, clause: str, finding: str, decision: str, materials: Sequence[str]
) -> str:
    """SHA-256 (hex) over the canonical JSON of the plain parts; the order of `materials` counts."""
    parts = {
        "outcome": outcome,
        "clause": clause,
        "finding": finding,
        "decision": decision,
        "materials": list(materials),
    }
    return sha256(canonical(parts)).hexdigest()
