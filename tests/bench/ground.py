"""The ground that all contestants stand on: one PostgreSQL, one NATS that really syncs, the same bodies."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from deploy.bus.streams import provision
from deploy.databases.databases import create_databases, sign_in_roles
from deploy.servers.nats import NatsServer
from deploy.servers.postgres import PostgresServer
from deploy.topology import DATABASES
from shared.eventlog.store import Change, Commit
from shared.events.deadline.clock import WarningRaised
from shared.events.intake.staff import StaffAccountOpened
from shared.events.terms import REPLY_CLOCK, Subject
from shared.message import Actor, Event, Origin
from shared.projections.generations import Projection
from shared.service.migration import migrate, open_lanes
from shared.time.clock import wall_clock

LANES = tuple(f"agency-{n:02d}" for n in range(64))
BODY_BYTES = 600
PASSWORD = "bench"  # of a cluster that lives as long as the run
ACTOR = Actor(kind="service", id="bench", role="writer")


@dataclass(frozen=True)
class Ground:
    """Addresses."""

    postgres: PostgresServer
    nats: NatsServer

    def app(self, service: str) -> str:
        """The application role's address."""
        return self._as(f"{service}_app", service)

    def carrier(self, service: str) -> str:
        """The carrier role's address."""
        return self._as(f"{service}_carrier", service)

    def superuser(self, database: str) -> str:
        """The superuser's address."""
        return self.postgres.dsn(database)

    def _as(self, role: str, database: str) -> str:
        return self.postgres.dsn(database).replace(f"postgres:{self.postgres.password}", f"{role}:{PASSWORD}")


@asynccontextmanager
async def ground(projections: dict[str, tuple[Projection, ...]]) -> AsyncIterator[Ground]:
    """Fresh servers, databases and streams; `projections` are made in the services that they are named for."""
    with tempfile.TemporaryDirectory(prefix="lantai-bench-") as folder:
        postgres, nats = PostgresServer(Path(folder) / "pg"), NatsServer(Path(folder) / "nats")
        postgres.start()
        nats.start()
        try:
            passwords = {role: PASSWORD for database in DATABASES for role in sign_in_roles(database)}
            await create_databases(postgres.dsn(), passwords)
            for service, its in projections.items():
                await migrate(service, postgres.dsn(service), projections=its)
                await open_lanes(service, postgres.dsn(service), LANES)
            await provision(nats.url_for("deploy"))
            yield Ground(postgres, nats)
        finally:
            nats.stop()
            postgres.stop(immediate=True)


def event() -> Event:
    """An event whose body has about `BODY_BYTES` bytes."""
    return StaffAccountOpened(person="p-bench", login="bench", name="x" * (BODY_BYTES - 46))


def small(request_id: UUID, left: int) -> Event:
    """An event with figures in it, for folding."""
    return WarningRaised(
        subject=Subject.request(request_id),
        clock=REPLY_CLOCK,
        generation=1,
        due_on=wall_clock().date(),
        working_days_left=left,
    )


def commit(agency: str, body: Event) -> Commit:
    """One command: one event on a stream of its own."""
    return Commit(Origin.first(agency, ACTOR, wall_clock()), (Change(f"bench/{uuid4()}", 0, (body,)),))
