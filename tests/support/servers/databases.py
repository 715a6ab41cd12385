"""A fresh database for each test, cloned in milliseconds from a template that `deploy` created and the migrations
filled.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.databases.databases import create_databases, sign_in_roles
from deploy.topology import DATABASES
from shared.policy import default_library
from shared.policy.pack import NATIONAL
from shared.privacy.migration import migrate_keys
from shared.process.json_columns import JSON_COLUMNS
from shared.process.settings import async_dsn
from shared.projections.generations import Projection
from shared.service.migration import migrate, open_lanes
from shared.staff.directory import StaffDirectory
from support.servers.servers import Postgres

PASSWORD = "of-a-test-server"
LANES = (*default_library().agencies(), NATIONAL, "sanya")
"""The lanes that are open in every database: those of the built-in agencies, and of one more."""


@dataclass(frozen=True)
class ServiceDatabase:
    """A service's database with its log, and the addresses of its roles."""

    service: str
    app_dsn: str
    carrier_dsn: str
    superuser_dsn: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment by which a command of the service finds the database.

        No bus listens at its NATS address.
        """
        return {
            "LANTAI_SERVICE": self.service,
            "LANTAI_LISTEN_PORT": "0",
            "LANTAI_DATABASE_APP_DSN": self.app_dsn,
            "LANTAI_DATABASE_CARRIER_DSN": self.carrier_dsn,
            "LANTAI_NATS_URL": "nats://127.0.0.1:1",
            "LANTAI_PASS_PUBLIC_KEY": "",
        }


@dataclass(frozen=True)
class KeyDatabase:
    """A key database, with the addresses for intake and for review."""

    intake_dsn: str
    review_dsn: str
    superuser_dsn: str


class Cluster:
    """A server with the project's roles; databases are cloned from templates to which nobody else connects."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._templates: set[str] = set()
        self._furnished_templates: dict[tuple[object, ...], str] = {}
        """Service, projections and private tables → the template that has them."""
        self._clones: list[str] = []

    async def service(
        self, service: str, projections: Iterable[Projection] = (), private: Iterable[MetaData] = ()
    ) -> ServiceDatabase:
        """A migrated database of `service` with an empty log, its projections and the staff directory."""
        projections, private = (
            tuple(projection for projection in projections if not isinstance(projection, StaffDirectory)),
            tuple(private),
        )
        own = all(type(projection).__module__.partition(".")[0] == service for projection in projections)
        if own and projections:
            projections = (*projections, StaffDirectory())
        name = await self._clone(
            service, await self._furnished(service, projections, private) if own else service
        )
        dsn = self._server.dsn(name)
        if not own:
            await migrate(service, dsn, projections=projections, private=private)
        return ServiceDatabase(
            service, self._login(name, f"{service}_app"), self._login(name, f"{service}_carrier"), dsn
        )

    async def keys(self) -> KeyDatabase:
        """A migrated, empty key database."""
        name = await self._clone("keys", "keys")
        return KeyDatabase(
            self._login(name, "intake_keys"), self._login(name, "review_keys"), self._server.dsn(name)
        )

    async def drop_clones(self) -> None:
        """Drop the databases cloned since the last call."""
        while self._clones:
            await self._execute(f"drop database if exists {self._clones.pop()} with (force)")

    def _login(self, name: str, role: str) -> str:
        return self._server.dsn(name, role, PASSWORD)

    async def _furnished(
        self, service: str, projections: tuple[Projection, ...], private: tuple[MetaData, ...]
    ) -> str:
        """The template with a service's projections, created at its first use, since many tests need the same."""
        if not projections and not private:
            return service
        asked = (service, *(projection.metadata for projection in projections), *private)
        if asked not in self._furnished_templates:
            name = await self._copy(service, service)
            await migrate(service, self._server.dsn(name), projections=projections, private=private)
            self._furnished_templates[asked] = name
        return self._furnished_templates[asked]

    async def _clone(self, service: str, template: str) -> str:
        self._clones.append(await self._copy(service, template))
        return self._clones[-1]

    async def _copy(self, service: str, template: str) -> str:
        await self._ensure(service)
        name = f"test_{service}_{uuid4().hex[:12]}"
        await self._execute(
            f"create database {name} template {template} owner {service}_owner",
            f"revoke all on database {name} from public",
            *(f"grant connect on database {name} to {role}" for role in sign_in_roles(service)),
        )
        return name

    async def _ensure(self, template: str) -> None:
        if template in self._templates:
            return
        passwords = dict.fromkeys((role for one in DATABASES for role in sign_in_roles(one)), PASSWORD)
        await create_databases(self._server.superuser_dsn, passwords)
        if template == "keys":
            await migrate_keys(self._server.dsn(template))
        else:
            await migrate(template, self._server.dsn(template))
            await open_lanes(template, self._server.dsn(template), LANES)
        self._templates.add(template)

    async def _execute(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._server.superuser_dsn)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


class MakeServiceDatabase(Protocol):
    """The factory that `service_database` gives."""

    def __call__(
        self, service: str, projections: Iterable[Projection] = (), private: Iterable[MetaData] = ()
    ) -> Awaitable[ServiceDatabase]:
        """A fresh database of `service`."""
        ...


@pytest.fixture(scope="session")
def postgres_cluster(postgres_server: Postgres) -> Cluster:
    """The roles and templates of this run's server."""
    return Cluster(postgres_server)


@pytest.fixture(scope="session")
def container_cluster(postgres_container: Postgres) -> Cluster:
    """The same in a container."""
    return Cluster(postgres_container)


@pytest.fixture
async def service_database(postgres_cluster: Cluster) -> AsyncIterator[MakeServiceDatabase]:
    """`await service_database("intake", projections=…)`: a fresh database; it is dropped when the test ends."""
    yield postgres_cluster.service
    await postgres_cluster.drop_clones()


@pytest.fixture
async def engines() -> AsyncIterator[Callable[[str], AsyncEngine]]:
    """`engines(dsn)`: an engine on an address, disposed of when the test ends. Ask for it after the database."""
    made: list[AsyncEngine] = []

    def make(dsn: str) -> AsyncEngine:
        made.append(create_async_engine(async_dsn(dsn), **JSON_COLUMNS))
        return made[-1]

    yield make
    for engine in made:
        await engine.dispose()
