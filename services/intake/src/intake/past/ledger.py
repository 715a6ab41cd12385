"""A whole ledger of past requests: many records under way at once, so that the log's group commit carries them.

Nothing is kept but counts and the first faults: a ledger may be of any length. It may be broken off and begun again
at any moment: what was imported is known by its id.
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
"""Records in flight: twice what one group commit holds of a lane, so that the next group waits when one lands."""
FAULTS_KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that was not imported: its number in the file, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Imported:
    """How far an import came: records new and known, lines refused, the first faults among them."""

    new: int = 0
    known: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Lines that were dealt with."""
        return self.new + self.known + self.refused

    def refuse(self, line: int, refusal: Refusal) -> None:
        """Count a line that was refused; the first ones are kept with their reasons."""
        self.refused += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(Fault(line, refusal.sentence))


@dataclass(frozen=True, slots=True)
class PastLedger:
    """Imports the lines of a file into one agency's lane; `told` hears of every line that is dealt with."""

    store: EventStore
    catalogue: Catalogue
    origin: Origin
    told: Callable[[Imported], None]

    async def take(self, lines: Iterator[tuple[int, bytes]], so_far: Imported) -> None:
        """Import every line and count it in `so_far`. Raises `StoreUnavailable`: run it again, nothing is doubled."""
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
