"""The hashes that make tampering visible: a leaf over every column of a row, and a chain over the leaves of a lane.

    header = the lines of `header()`, each ended by a line feed
    leaf   = SHA-256(0x00 ‖ header ‖ body)
    chain  = SHA-256(chain of the row before ‖ leaf), beginning with `genesis(service, agency)`

`append` computes the same in SQL (migrations/log.sql); the contract suite compares the two.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256

from shared.message import Recorded


def genesis(service: str, agency: str) -> bytes:
    """The chain before a lane's first event; it contains the lane's name, so one lane cannot replace another."""
    return sha256(f"lantai-chain/1\n{service}\n{agency}\n".encode()).digest()


def instant(at: datetime) -> str:
    """An instant as the header writes it: UTC, microseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def header(event: Recorded) -> bytes:
    """The canonical header: every column but leaf, chain and body. Absent values are empty lines."""
    return (
        f"lantai-leaf/1\n{event.service}\n{event.agency}\n{event.seq}\n{event.stream}\n{event.version}\n{event.id}\n"
        f"{event.type}\n{event.schema_version}\n{instant(event.occurred_at)}\n{instant(event.recorded_at)}\n"
        f"{event.actor}\n{event.correlation_id}\n{event.causation_id or ''}\n{event.key_id or ''}\n"
    ).encode()


def leaf_hash(event: Recorded) -> bytes:
    """The leaf that the row must carry."""
    return sha256(b"\x00" + header(event) + event.body).digest()


def chain_hash(before: bytes, leaf: bytes) -> bytes:
    """The chain after one more leaf."""
    return sha256(before + leaf).digest()


def faults(events: Iterable[Recorded], seq: int, chain: bytes) -> Iterator[tuple[int, str]]:
    """Check that consecutive rows follow (`seq`, `chain`); yield pairs of number and fault.

    The check ends at the first fault, because later rows rest on it.
    """
    for event in events:
        seq += 1
        if event.seq != seq:
            yield seq, "missing"
            return
        if leaf_hash(event) != event.leaf:
            yield seq, "altered"
            return
        chain = chain_hash(chain, event.leaf)
        if chain != event.chain:
            yield seq, "chain broken"
            return
