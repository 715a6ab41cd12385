"""Imports a whole ledger of past requests, with many records in flight so that the log commits them in groups.

Only counts and the first faults are kept in memory, so a ledger may have any length. An import can be interrupted and
repeated at any time: imported records are recognised by their id.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from intake.past.handlers import Catalogue, import_past_request
from intake.past.lines import read_line
from shared.command.decider import Refusal
from shared.eventlog.store import EventStore
from shared.message import Origin

UNDER_WAY: Final = 256
"""Number of records in flight: twice a group commit of one lane, so that the next group is ready when one is done."""
FAULTS_KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that was not imported: its number in the file, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Imported:
    """Progress of an import: counts of new and known records and of refused lines, with the first faults."""

    new: int = 0
    known: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """The number of lines read so far."""
        return self.new + self.known + self.refused

    def refuse(self, line: int, refusal: Refusal) -> None:
        """Count a refused line; the first `FAULTS_KEPT` are kept with their reasons."""
        self.refused += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(Fault(line, refusal.sentence))


@dataclass(frozen=True, slots=True)
class PastLedger:
    """Imports the lines of a file into one agency's lane; `told` is called after every line."""

    store: EventStore
    catalogue: Catalogue
    origin: Origin
    told: Callable[[Imported], None]

    async def take(self, lines: Iterator[tuple[int, bytes]], so_far: Imported) -> None:
        """Import every line and count it in `so_far`. Raises `StoreUnavailable`; a repetition imports nothing twice."""
        workers = [asyncio.create_task(self._work(lines, so_far)) for _ in range(UNDER_WAY)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, lines: Iterator[tuple[int, bytes]], so_far: Imported) -> None:
        for number, line in lines:
            try:
                receipt = await import_past_request(self.store, self.catalogue, self.origin, read_line(line))
            except Refusal as refusal:
                so_far.refuse(number, refusal)
            else:
                so_far.known += receipt.repeated
                so_far.new += not receipt.repeated
            self.told(so_far)
