"""Deadline with neighbours: lanes of intake and review whose events are handed to deadline's reactions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from deadline.clock.handlers import clock_at
from deadline.clock.reactions import reactions
from deadline.clock.state import Clock
from deadline.clock_ref import ClockRef, clock_of_request
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit, EventStore
from shared.events.registry import load
from shared.events.terms import REPLY_CLOCK
from shared.message import Event, Recorded
from shared.time.clock import wall_clock
from support.deadline.clocks import AGENCY, REQUEST, by


class Neighbours:
    """Intake's and review's logs in memory.

    Each event is handed to deadline's reactions as an event of its own lane.
    """

    def __init__(self, agency: str = AGENCY, now: Callable[[], datetime] = wall_clock) -> None:
        self.agency = agency
        self.lanes = {name: MemoryStore(name, now) for name in ("intake", "review")}

    async def say(self, *events: Event) -> Recorded:
        """Append events of one service as their owner does; return the last row."""
        lane = self.lanes[events[0].service]
        stream = f"{events[0].service}/{REQUEST}"
        version = len(await lane.load(self.agency, stream))
        await lane.append(Commit(by(agency=self.agency), (Change(stream, version, events),)))
        return (await lane.load(self.agency, stream))[-1]

    async def tell(self, store: EventStore, *events: Event) -> list[Recorded]:
        """Append events, and run deadline's reactions on each in turn."""
        rows = [await self.say(event) for event in events]
        for row in rows:
            await react(store, row)
        return rows


async def react(store: EventStore, row: Recorded) -> None:
    """Run every reaction that hears the row, as the feed does."""
    for reaction in reactions():
        if reaction.source == row.service and row.type in reaction.types:
            await reaction.react(store, row)


async def catch_up(store: EventStore, rows: Sequence[Recorded], as_another: str = "") -> None:
    """Let every reaction read the whole lane, as the feed does.

    Under another name a reaction derives other command ids.
    """
    for reaction in reactions():
        renamed = replace(reaction, name=reaction.name + as_another)
        for row in rows:
            if renamed.source == row.service and row.type in renamed.types:
                await renamed.react(store, row)


class Office:
    """Deadline's log of one agency, and its neighbours."""

    def __init__(self, store: EventStore, agency: str = AGENCY) -> None:
        self.store, self.agency, self.neighbours = store, agency, Neighbours(agency)

    async def hear(self, *events: Event) -> list[Recorded]:
        """Append events of the neighbours and run deadline's reactions."""
        return await self.neighbours.tell(self.store, *events)

    async def clock(self, which: str | ClockRef = REPLY_CLOCK) -> Clock:
        """A clock of the request by its name, or the clock of another subject."""
        return await clock_at(self.store, self.agency, _ref(which))

    async def events(self, which: str | ClockRef = REPLY_CLOCK) -> list[Event]:
        """The events of a clock's stream."""
        return [load(row) for row in await self.store.load(self.agency, _ref(which).stream)]


def _ref(which: str | ClockRef) -> ClockRef:
    return clock_of_request(REQUEST, which) if isinstance(which, str) else which


def orders(one: Sequence[Event], other: Sequence[Event]) -> Iterator[list[Event]]:
    """All orders in which two lanes can be heard."""
    every = range(len(one) + len(other))
    for places in combinations(every, len(one)):
        first, second = iter(one), iter(other)
        yield [next(first) if place in places else next(second) for place in every]
