"""Witnesses of a lane: what others than its log and the ledger keep of it, and what the log contradicts.

| kind | who keeps it | what it says |
|---|---|---|
| checkpoint | every subscription of every service | the last number that took effect there, with its chain |
| receipt | the log's own table of commands | the last number that a command was answered with |
| message | the bus, for thirty days | the lane's last message, with its chain |
| report | reporting, for each pinned table | the number up to which it was counted; its figures |
| fork | a subscription that stopped | the number at which the log no longer followed |
| file | the store of blobs | the bytes whose hash an event holds |

Statements are gathered before the log is read. A log that only grows contradicts none of them.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from reporting.audit import Fault
from shared.eventlog.store import LogReader
from shared.files.blobs import BlobCorrupt, BlobMissing, Blobs
from shared.message import Recorded

Kind = Literal["checkpoint", "receipt", "message", "report"]

PAGE_ROWS: Final = 1000
BLOB: Final = b'"blob":"'
_ADDRESS = re.compile(rb'"blob":"([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A lane had reached `seq`, there with `chain`; None if the witness keeps no chain.

    `by`: who says it. `since`: the instant of the event or act that it rests on, if the witness keeps it.
    """

    kind: Kind
    by: str
    service: str
    agency: str
    seq: int
    chain: bytes | None = None
    since: datetime | None = None


class MentionReader(Protocol):
    """Finds rows by a part of their body."""

    async def read_mentioning(
        self, agency: str, fragment: bytes, after: int, limit: int
    ) -> Sequence[Recorded]:
        """Up to `limit` rows of a lane with `seq > after` whose body contains `fragment`, in order."""
        ...


async def contradictions(
    statements: Iterable[Statement], readers: Mapping[str, LogReader]
) -> Sequence[Fault]:
    """Return a fault for each group of equal statements that the log contradicts. Lanes without a reader are skipped.

    `cut`: the log ends before the stated number; `removed`: the lane has no event; `missing`: the number is gone;
    `rewritten`: the event has another chain, so it or an earlier one was changed.
    """
    lanes: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for each in statements:
        lanes[each.service, each.agency].append(each)
    found: list[Fault] = []
    for (service, agency), said in sorted(lanes.items()):
        if service in readers:
            found += await _Lane(service, agency, readers[service]).judge(said)
    return found


class _Lane:
    """A lane of a log, asked for the rows that statements name."""

    def __init__(self, service: str, agency: str, log: LogReader) -> None:
        self._service, self._agency, self._log = service, agency, log
        self._confirmed: Recorded | None = None
        """The last row that a statement confirmed with its chain."""

    async def judge(self, statements: Sequence[Statement]) -> list[Fault]:
        groups: defaultdict[tuple[int, str, bytes], list[Statement]] = defaultdict(list)
        for each in statements:
            groups[each.seq, each.kind, each.chain or b""].append(each)
        found: list[Fault] = []
        for (seq, kind, chain), group in sorted(groups.items()):
            said = await self._contradiction(seq, chain)
            if said is not None:
                what, at, doubted = said
                witness = f"{kind} {'、'.join(sorted({each.by for each in group}))}"
                since = min((each.since for each in group if each.since), default=doubted)
                found.append(Fault(self._service, self._agency, at, what, witness, since))
        return found

    async def _contradiction(self, seq: int, chain: bytes) -> tuple[str, int, datetime | None] | None:
        """Return what the log contradicts, the first number in doubt, and the instant of the last event before it."""
        row = await self._first_after(seq - 1)
        if row is None:
            last = await self._last_before(seq)
            if last is None:
                return "removed: the lane has no event", 1, None
            return f"cut: the log ends at {last.seq}", last.seq + 1, last.recorded_at
        before = self._confirmed.recorded_at if self._confirmed else None
        if row.seq != seq:
            return "missing", seq, before
        if chain and row.chain != chain:
            return "rewritten: chain", seq, before
        self._confirmed = row if chain else self._confirmed
        return None

    async def _last_before(self, seq: int) -> Recorded | None:
        """Return the lane's last row, which lies before `seq` (bisection)."""
        low, high, last = 0, seq - 1, None
        while low < high:
            middle = (low + high) // 2
            row = await self._first_after(middle)
            if row is None:
                high = middle
            else:
                low, last = row.seq, row
        return last

    async def _first_after(self, seq: int) -> Recorded | None:
        return next(iter(await self._log.read(self._agency, seq, 1)), None)


async def file_faults(log: MentionReader, service: str, agency: str, blobs: Blobs) -> Sequence[Fault]:
    """Return a fault for each file that an event of the lane names and that is missing or has other bytes."""
    found: list[Fault] = []
    async for row in _naming_files(log, agency):
        for address in _ADDRESS.findall(row.body):
            what = await _file_fault(blobs, address.decode())
            if what:
                found.append(Fault(service, agency, row.seq, what, f"file {row.type}", row.recorded_at))
    return found


async def _naming_files(log: MentionReader, agency: str) -> AsyncIterator[Recorded]:
    after = 0
    while rows := await log.read_mentioning(agency, BLOB, after, PAGE_ROWS):
        for row in rows:
            yield row
        after = rows[-1].seq


async def _file_fault(blobs: Blobs, address: str) -> str:
    """Return the fault of a file, "" if it is whole."""
    try:
        await blobs.get(address)
    except BlobMissing:
        return f"file missing: {address}"
    except BlobCorrupt:
        return f"file altered: {address}"
    return ""
