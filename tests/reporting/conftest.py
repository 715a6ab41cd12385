"""Reporting's database with its projections, its pages, and the histories of other services folded into it."""

import asyncio
import socket
from datetime import UTC, date, datetime

import pytest

from reporting.app import compose
from reporting.projections import PROJECTIONS
from shared.bus.envelope import SERVICES
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY, by, received
from support.pages.staff_pages import Pages
from support.reporting.copies import request_id


class Watched(Pages):
    """Reporting's pages, and the addresses of the databases that its commands read.

    Reporting's own log is empty and stands for the logs of the others.
    """

    def __init__(self, database) -> None:
        super().__init__(database, compose)
        self.carrier_dsn, self.superuser_dsn = database.carrier_dsn, database.superuser_dsn
        self.dsns = dict.fromkeys(SERVICES, database.carrier_dsn)

    def pass_of(self, *roles: str) -> str:
        """The pass of somebody of 琼海."""
        return self._pass(roles, (AGENCY,))

    @staticmethod
    async def aside(run, *given):
        """Run a command, which has a loop of its own, on another thread."""
        return await asyncio.to_thread(run, *given)


@pytest.fixture
async def pages(service_database):
    """Reporting's pages over empty projections."""
    made = Watched(await service_database("reporting", projections=PROJECTIONS))
    yield made
    await made.runtime.close()


@pytest.fixture
async def one_request(pages):
    """One request of 琼海, received in March 2025 and open."""
    pages.runtime.clock = FrozenClock(datetime(2025, 12, 30, 1, tzinfo=UTC))
    store = MemoryStore("intake")
    event = received(date(2025, 3, 3), request_id(1), 1)
    await store.append(Commit(by(), (Change(f"request/{request_id(1)}", 0, (event,)),)))
    await pages.fold(await store.read(AGENCY, 0, 10))
    return pages


@pytest.fixture
def unused_port():
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
