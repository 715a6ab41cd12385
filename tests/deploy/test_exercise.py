"""The exercise's clock waits until all is handled, whatever happens between two of its reads (databases in memory)."""

from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from deploy.databases.projections import projections_of
from deploy.stack import exercise
from deploy.topology import SERVICES
from shared.delivery.checkpoints import Checkpoint
from shared.eventlog.store import Head

AGENCY = "qionghai"
REACTION = "reaction:deadline.request-clocks"
READS_MAX = 12


@dataclass
class World:
    """Four services at rest; `event` happens after `reads` reads."""

    heads: dict[str, int]
    reached: dict[tuple[str, str, str], int]
    due: int = 0
    reads: int = 0
    event: Callable[[], None] = field(default=lambda: None)

    def read(self) -> None:
        """Count a read, and let the event happen before it."""
        if self.reads == 0:
            self.event()
        self.reads -= 1

    @property
    def engines(self):
        """One engine for each service."""
        return {service: Engine(service) for service in SERVICES}


@dataclass
class Engine:
    """Connections that carry the name of their service."""

    service: str

    @asynccontextmanager
    async def connect(self):
        yield self.service


@pytest.fixture
def world(monkeypatch):
    """Everything is handled; the reads of the exercise's clock go to this world."""
    at_rest = {
        (service, projection.name, source): 5
        for service in SERVICES
        for projection in projections_of(service)
        for source in projection.sources
    }
    made = World(
        dict.fromkeys(SERVICES, 5), {**at_rest, ("deadline", REACTION, "intake"): 5}, reads=READS_MAX
    )

    async def checkpoints(service):
        made.read()
        return [
            Checkpoint(name, None if name == REACTION else name, source, AGENCY, seq)
            for (of, name, source), seq in made.reached.items()
            if of == service
        ]

    async def due_count(_):
        made.read()
        return made.due

    class Log:
        def __init__(self, service, _):
            self.service = service

        async def heads(self):
            made.read()
            return {AGENCY: Head(made.heads[self.service], b"")}

    monkeypatch.setattr(exercise, "checkpoints", checkpoints)
    monkeypatch.setattr(exercise.timers, "due_count", due_count)
    monkeypatch.setattr(exercise, "PgLog", Log)
    return made


async def test_all_at_rest_is_quiet(world):
    """Every subscription is at the head and no timer is due."""
    assert await exercise.is_quiet(world.engines)


@pytest.mark.parametrize("reads", range(READS_MAX))
async def test_reaction_between_two_reads_is_not_quiet(world, reads):
    """A reaction that handles its event and appends another one between two reads leaves that one unhandled."""
    world.reached["deadline", REACTION, "intake"] = 4

    def react():
        world.reached["deadline", REACTION, "intake"] = 5
        world.heads["deadline"] = 6

    world.event, world.reads = react, reads

    assert not await exercise.is_quiet(world.engines)


@pytest.mark.parametrize("reads", range(READS_MAX))
async def test_timer_that_fires_between_two_reads_is_not_quiet(world, reads):
    """A due timer that fires between two reads leaves its event unhandled."""
    world.due = 1

    def fire():
        world.due = 0
        world.heads["deadline"] = 6

    world.event, world.reads = fire, reads

    assert not await exercise.is_quiet(world.engines)


@pytest.mark.parametrize("reads", range(READS_MAX))
async def test_due_date_folded_between_two_reads_is_not_quiet(world, reads):
    """A due date that becomes a due timer between two reads is seen as one or the other."""
    world.reached["deadline", "timers", "deadline"] = 4

    def fold():
        world.reached["deadline", "timers", "deadline"] = 5
        world.due = 1

    world.event, world.reads = fold, reads

    assert not await exercise.is_quiet(world.engines)


async def test_projection_that_has_not_begun_is_not_quiet(world):
    """A projection without a checkpoint has handled nothing of a lane that has events."""
    del world.reached["reporting", "ledger", "intake"]

    assert not await exercise.is_quiet(world.engines)
