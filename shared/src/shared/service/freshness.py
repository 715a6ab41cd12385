"""Up to when the figures of a page are complete.

Each process reads the heads of all logs that its service hears every few seconds. Everything recorded until then is in a
page whose projections have reached these heads; otherwise the page says how many events are still to come.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.eventlog.outage import is_outage
from shared.eventlog.store import LogReader
from shared.process.cancelling import raise_if_cancelled
from shared.projections.generations import Projection

LOOK_SECONDS = 2.0

Heads = Mapping[tuple[str, str], int]
"""(service, agency) → last number."""

Shown = Mapping[tuple[str, str, str], int]
"""(projection, service, agency) → last number that the projection shows."""


@dataclass(frozen=True, slots=True, order=True)
class Pending:
    """A lane is counted up to number `counted`; `events` more are recorded."""

    agency: str
    service: str
    counted: int
    events: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """`at`: everything recorded until then is counted, unless some is `pending`. None: the heads are not known yet."""

    at: datetime | None
    pending: Sequence[Pending] = ()

    @property
    def events(self) -> int:
        """How many recorded events are still to come."""
        return sum(each.events for each in self.pending)


class SourceHeads:
    """The heads of all logs that a service hears, as they were a few seconds ago."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._heads: Heads = {}

    async def watch(self, logs: Mapping[str, LogReader], now: Callable[[], Awaitable[datetime]]) -> None:
        """Read the heads every few seconds until cancelled. While a log cannot be read the last heads stay, with their instant."""
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self.read(logs, await now())
            except Exception as error:
                if not is_outage(error):
                    raise
            raise_if_cancelled()
            await asyncio.sleep(LOOK_SECONDS)

    async def read(self, logs: Mapping[str, LogReader], at: datetime) -> None:
        """Read the heads once, at the instant `at`. Raises `StoreUnavailable`."""
        self._heads = {
            (service, agency): head.seq
            for service, log in logs.items()
            for agency, head in (await log.heads()).items()
        }
        self._at = at

    def compare(
        self, projections: Collection[Projection], agencies: Collection[str], shown: Shown
    ) -> Freshness:
        """Compare the heads with the checkpoints of `projections`, read after this process's last look."""
        pending: dict[tuple[str, str], Pending] = {}
        for (service, agency), head in self._heads.items():
            hearing = [each.name for each in projections if service in each.sources]
            counted = min((shown.get((name, service, agency), 0) for name in hearing), default=head)
            if agency in agencies and counted < head:
                pending[agency, service] = Pending(agency, service, counted, head - counted)
        return Freshness(self._at, sorted(pending.values()))
