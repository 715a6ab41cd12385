"""Deadline's pages over PostgreSQL with events of its neighbours: real reactions, projections and templates."""

from collections.abc import Sequence
from datetime import date, datetime, time

from deadline.app import compose
from deadline.calendar.handlers import load_notices
from deadline.ticker import Ticker
from shared.message import Event, Recorded
from shared.time.clock import SHANGHAI, FrozenClock
from shared.workdays import Row
from support.deadline.clocks import AGENCY, NOON, REQUEST
from support.deadline.office import Neighbours
from support.pages.staff_pages import Pages
from support.servers.databases import ServiceDatabase


class Counter:
    """One bureau's clocks of one request, as its staff see them."""

    def __init__(self, database: ServiceDatabase, agency: str = AGENCY) -> None:
        self.agency = agency
        self.pages = Pages(database, compose)
        self.neighbours = Neighbours(agency)
        self.ticker = Ticker(self.pages.runtime.transaction, self.pages.runtime.clock)
        self._read: dict[str, int] = {}

    def today(self, day: date) -> None:
        """Set the day of the pages."""
        self.pages.runtime.clock = FrozenClock(datetime.combine(day, time(9), SHANGHAI))

    async def load(self, rows: Sequence[Row]) -> None:
        """Load notices as the set-up does."""
        await load_notices(self.pages.runtime.store, rows, NOON)
        await self.fold()

    async def hear(self, *events: Event) -> None:
        """Append events of the neighbours, run each reaction in its own transaction, and fold the projections."""
        for event in events:
            row = await self.neighbours.say(event)
            await self._react(row)
            await self.pages.fold([row])
            await self.fold()

    async def _react(self, row: Recorded) -> None:
        for reaction in self.pages.parts.reactions:
            if reaction.source == row.service and row.type in reaction.types:
                async with self.pages.runtime.transaction() as (_, store):
                    await reaction.react(store, row)

    async def recount(self) -> int:
        """Count open clocks again."""
        moved = await self.ticker.recount()
        await self.fold()
        return moved

    async def fold(self) -> None:
        """Fold deadline's own log into the projections."""
        log = self.pages.runtime.log
        for agency in await log.heads():
            rows = await log.read(agency, self._read.get(agency, 0), 1000)
            await self.pages.fold(rows)
            self._read[agency] = self._read.get(agency, 0) + len(rows)

    async def board(self) -> str:
        """The clerk's board."""
        return await self._get(f"/deadline/{self.agency}/board")

    async def explanation(self) -> str:
        """The page that explains the request's dates."""
        return await self._get(f"/deadline/{self.agency}/requests/{REQUEST}")

    async def calendar(self) -> str:
        """The page with the notices and the due dates that they moved."""
        return await self._get(f"/deadline/{self.agency}/calendar")

    async def what_if(self, **supposed: int) -> str:
        """The what-if page for these suppositions."""
        query = "&".join(f"{name}={value}" for name, value in supposed.items())
        return await self._get(f"/deadline/{self.agency}/requests/{REQUEST}/what-if?{query}")

    async def _get(self, path: str) -> str:
        async with self.pages.browser("clerk", agencies=(self.agency,)) as browser:
            page = await browser.get(path)
        assert page.status_code == 200, page.text
        return page.text

    async def close(self) -> None:
        """Close the runtime."""
        await self.pages.runtime.close()
