"""Servers for tests, started when the first test asks: `DATABASE_URL` and `NATS_URL` if set, else the embedded ones.

A server named by the environment must belong to the tests: roles are made in it and their passwords are set.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from secrets import token_urlsafe
from urllib.parse import urlsplit, urlunsplit

import pytest

from deploy.bus.rights import ADMIN
from deploy.containers.files import bus_configuration
from deploy.servers.nats import NatsServer
from deploy.servers.postgres import PostgresServer
from deploy.topology import SERVICES


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server, by its superuser's address."""

    superuser_dsn: str

    def dsn(self, database: str, user: str | None = None, password: str = "") -> str:
        """The address of a database, for the superuser or for another role."""
        parts = urlsplit(self.superuser_dsn)
        place = parts.netloc
        if user is not None:
            place = f"{user}:{password}@{place.rpartition('@')[2]}"
        return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))


class UnsafePostgres(PostgresServer):
    """A server that does not wait for the disk and makes password hashes cheap, for short-lived test databases.

    Tests that cut off a server's power use a server of their own.
    """

    def _server_command(self) -> tuple[str, ...]:
        unsafe = ("--fsync=off", "--synchronous_commit=off", "--full_page_writes=off", "--scram_iterations=1")
        return (*super()._server_command(), *unsafe)

    def _initdb_command(self, password_file: str) -> tuple[str, ...]:
        return (*super()._initdb_command(password_file), "--set=scram_iterations=1")


@dataclass(frozen=True)
class Nats:
    """A NATS server with JetStream; `url_for(user)` is the address of a service or of `deploy`."""

    url_for: Callable[[str], str]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The PostgreSQL server of this run."""
    if "DATABASE_URL" in os.environ:
        yield Postgres(os.environ["DATABASE_URL"])
        return
    server = UnsafePostgres(tmp_path_factory.mktemp("postgres") / "cluster")
    server.start()
    yield Postgres(server.dsn())
    server.stop(immediate=True)


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nats]:
    """The NATS server of this run; each test manages its own streams."""
    if "NATS_URL" in os.environ:
        url = os.environ["NATS_URL"]
        yield Nats(lambda _user: url)
        return
    server = NatsServer(tmp_path_factory.mktemp("nats") / "broker")
    server.start()
    yield Nats(server.url_for)
    server.stop()


def _without_reaper() -> None:
    """Do without testcontainers' reaper: the fixtures remove what they start, and its image need not be fetched."""
    from testcontainers.core.config import testcontainers_config  # noqa: PLC0415  # loads a Docker client

    testcontainers_config.ryuk_disabled = True


@pytest.fixture(scope="session")
def postgres_container() -> Iterator[Postgres]:
    """PostgreSQL from its public image: gear `container`."""
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415  # the same

    _without_reaper()
    with PostgresContainer("postgres:18", username="postgres", dbname="postgres") as container:
        yield Postgres(container.get_connection_url(driver=None))


@pytest.fixture(scope="session")
def nats_container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nats]:
    """NATS from its public image with the configuration that compose.yaml gives it: gear `container`."""
    from testcontainers.community.nats import NatsContainer  # noqa: PLC0415  # the same

    _without_reaper()
    passwords = {user: token_urlsafe(24) for user in (ADMIN, *SERVICES)}
    file = tmp_path_factory.mktemp("nats-container") / "nats.conf"
    file.write_text(json.dumps(bus_configuration(passwords)))
    asked = NatsContainer("nats:2").with_volume_mapping(file, "/etc/nats/lantai.conf")
    with asked.with_command(["--config", "/etc/nats/lantai.conf"]) as container:
        host, port = container.nats_host_and_port()
        yield Nats(lambda user: f"nats://{user}:{passwords[user]}@{host}:{port}")
