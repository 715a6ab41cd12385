"""Verify every lane of every service, row by row: its leaves, its chain, and the ledger's copies.

It only needs readers, so it also runs on copies of the databases. A ledger that is merely shorter is reported as a
lag. Any other difference is a fault with service, agency, number and kind: altered, replaced, rewritten, missing,
truncated, inserted, head altered, ledger altered, ledger missing; differing columns are listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.eventlog.store import Head, LogReader
from shared.message import Recorded

PAGE_ROWS = 1000
COLUMNS = tuple(Recorded.__struct_fields__)


class LedgerReader(Protocol):
    """Reads reporting's copies of events."""

    async def copied(self) -> Mapping[tuple[str, str], int]:
        """Return (service, agency) → the number up to which the ledger has copied the lane."""
        ...

    async def copies(self, agency: str, *, service: str, after: int, limit: int) -> Sequence[Recorded]:
        """Return copies of a lane with `seq > after`, in order, at most `limit`."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a lane: the first of its log and ledger, or one that a witness names.

    `seq`: the first number in doubt. `witness`: the witness that the log contradicts (witness.py); "" if log and ledger
    show the fault themselves. `since`: the instant from which the witness doubts the lane; None if unknown.
    """

    service: str
    agency: str
    seq: int
    what: str
    witness: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LaneCheck:
    """The result for one lane: the verified rows, the lag of the ledger, and the first fault."""

    service: str
    agency: str
    rows: int
    lag: int
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The results for all verified lanes, and what witnesses have against them."""

    lanes: tuple[LaneCheck, ...]
    contradictions: tuple[Fault, ...] = ()

    @property
    def faults(self) -> Sequence[Fault]:
        """All faults by service, agency and number; at one number log and ledger come before witnesses."""
        found = [lane.fault for lane in self.lanes if lane.fault]
        return sorted([*found, *self.contradictions], key=lambda each: (each.service, each.agency, each.seq))

    @property
    def first_bad(self) -> Fault | None:
        """The first fault by service, agency and number."""
        return next(iter(self.faults), None)

    @property
    def rows(self) -> int:
        """The number of verified rows."""
        return sum(lane.rows for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane during verification: the last verified row, its chain hash, and the end of the ledger's copy."""

    service: str
    agency: str
    copied: int
    seq: int
    chain: bytes

    def fault(self, seq: int, what: str) -> Fault:
        """Return a fault of this lane."""
        return Fault(self.service, self.agency, seq, what)


async def verify(
    readers: Mapping[str, LogReader], ledger: LedgerReader, agency: str | None = None
) -> Verification:
    """Recompute the leaves and chains of all lanes, or of one agency's lanes, and compare them with the ledger."""
    copied = await ledger.copied()
    lanes: list[LaneCheck] = []
    for service in sorted(readers):
        heads = await readers[service].heads()
        agencies = {*heads, *(lane[1] for lane in copied if lane[0] == service)}
        for each in sorted(agencies if agency is None else agencies & {agency}):
            start = Lane(service, each, copied.get((service, each), 0), 0, genesis(service, each))
            lanes.append(await _verify_lane(start, readers[service], ledger))
    return Verification(tuple(lanes))


async def _verify_lane(lane: Lane, log: LogReader, ledger: LedgerReader) -> LaneCheck:
    """Verify one lane. Copies are read before rows, and rows before the counter, so that concurrent appends are no fault."""
    while True:
        copies = await ledger.copies(lane.agency, service=lane.service, after=lane.seq, limit=PAGE_ROWS)
        rows = await log.read(lane.agency, lane.seq, PAGE_ROWS)
        if rows or copies:
            lane, fault = _check_page(lane, rows, copies)
            if fault is None:
                continue
        else:
            head = (await log.heads()).get(lane.agency)
            if head and head.seq > lane.seq and await log.read(lane.agency, lane.seq, 1):
                continue
            fault = _check_head(lane, head)
        return LaneCheck(lane.service, lane.agency, lane.seq, max(0, lane.seq - lane.copied), fault)


def _check_page(
    lane: Lane, rows: Sequence[Recorded], copies: Sequence[Recorded]
) -> tuple[Lane, Fault | None]:
    """Check one page of rows, each against its copy if there is one."""
    if not rows:
        return lane, lane.fault(lane.seq + 1, "truncated: the ledger holds this event")
    by_seq, copy_of = {row.seq: row for row in rows}, {copy.seq: copy for copy in copies}
    for seq in range(lane.seq + 1, max(by_seq) + 1):
        row, copy = by_seq.get(seq), copy_of.get(seq)
        if row is None:
            return lane, lane.fault(seq, "missing")
        what = _fault_text(lane, row, copy)
        if what:
            return lane, lane.fault(seq, what)
        lane = replace(lane, seq=seq, chain=row.chain)
    return lane, None


def _fault_text(lane: Lane, row: Recorded, copy: Recorded | None) -> str:
    """Return the fault of a row and its copy, "" if there is none."""
    sound = _is_sound(lane, row)
    if copy is None:
        if not sound:
            return f"altered: {_failed_hash(lane, row)}"
        return "ledger missing" if row.seq <= lane.copied else ""
    differing = [column for column in COLUMNS if getattr(row, column) != getattr(copy, column)]
    if not differing:
        return "" if sound else f"altered in store and ledger: {_failed_hash(lane, row)}"
    columns = ", ".join(differing)
    if sound:
        return f"rewritten: {columns}" if _is_sound(lane, copy) else f"ledger altered: {columns}"
    return f"replaced: {columns}" if "id" in differing else f"altered: {columns}"


def _is_sound(lane: Lane, row: Recorded) -> bool:
    return leaf_hash(row) == row.leaf and chain_hash(lane.chain, row.leaf) == row.chain


def _failed_hash(lane: Lane, row: Recorded) -> str:
    """Return which hash of the row is wrong."""
    if leaf_hash(row) != row.leaf:
        return "leaf"
    return "chain" if chain_hash(lane.chain, row.leaf) != row.chain else ""


def _check_head(lane: Lane, head: Head | None) -> Fault | None:
    """Check that the lane's counter ends where its rows end."""
    if head is None:
        return lane.fault(lane.seq, "head altered: the lane's counter is gone") if lane.seq else None
    if head.seq > lane.seq:
        return lane.fault(lane.seq + 1, "truncated")
    if head.seq < lane.seq:
        return lane.fault(head.seq + 1, "inserted: beyond the lane's counter")
    return None if head.chain == lane.chain else lane.fault(lane.seq, "head altered: chain")
