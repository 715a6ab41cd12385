"""The embedded PostgreSQL server."""

import asyncpg
import pytest

from deploy.servers.postgres import PostgresServer

pytestmark = pytest.mark.service


async def _value(server, question, *arguments):
    connection = await asyncpg.connect(server.dsn())
    try:
        return await connection.fetchval(question, *arguments)
    finally:
        await connection.close()


async def test_new_cluster_is_ready_once_it_started(tmp_path):
    """A cluster is created and takes connections as soon as its start returns; after its stop it takes none."""
    server = PostgresServer(tmp_path / "cluster")

    server.start()

    try:
        assert server.is_ready()
    finally:
        server.stop()
    assert not server.is_ready()


async def test_settings_are_those_of_production(postgres):
    """It is durable, sorts by code point, and listens on 127.0.0.1 only."""
    assert await _value(postgres, "SHOW fsync") == "on"
    assert await _value(postgres, "SHOW listen_addresses") == "127.0.0.1"
    assert await _value(postgres, "SHOW unix_socket_directories") == ""
    assert (
        await _value(postgres, "SELECT datlocale FROM pg_database WHERE datname = 'template0'") == "C.UTF-8"
    )
    assert int(await _value(postgres, "SHOW max_connections")) == 200


@pytest.mark.parametrize("end", ["fast", "immediate", "kill"])
async def test_committed_data_survives_every_end(tmp_path, end):
    """What was committed is there again after a stop, an immediate stop and a kill."""
    server = PostgresServer(tmp_path / "cluster")
    server.start()
    await _value(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    ends = {"fast": server.stop, "immediate": lambda: server.stop(immediate=True), "kill": server.kill}

    ends[end]()
    server.start()

    try:
        assert await _value(server, "SELECT answer FROM kept") == 42
    finally:
        server.stop()


async def test_wrong_password_is_refused(postgres):
    """Nobody enters without the password, not even from this machine."""
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn().replace(postgres.password, "guess"))


async def test_stale_pid_file_of_another_program_does_not_hinder_the_start(tmp_path):
    """A pid file whose number belongs to another program now is removed at the start."""
    server = PostgresServer(tmp_path / "cluster")
    server.start()
    server.stop()
    (tmp_path / "cluster" / "postmaster.pid").write_text("1\n/elsewhere\n")

    server.start()

    assert server.is_ready()
    server.stop()
