"""The key database itself: what a destroyed key leaves behind, and what each service's role may not do there."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.privacy.postgres_vault import PgVault
from shared.privacy.sealing import SCOPES
from shared.privacy.vault import Secrets
from support.databases import Cluster, KeyDatabase
from support.origins import AGENCY

pytestmark = pytest.mark.contract
SECRETS = {scope: bytes([number]) * 32 for number, scope in enumerate(SCOPES)}


@pytest.fixture
async def key_database(postgres_cluster: Cluster) -> AsyncIterator[KeyDatabase]:
    """An empty key database."""
    yield await postgres_cluster.keys()
    await postgres_cluster.drop_clones()


async def test_nothing_left_in_the_table(key_database: KeyDatabase, engines: Callable[[str], AsyncEngine]):
    """After a key was destroyed its wrapped bytes lie in no page of the table's file."""
    vault = PgVault(engines(key_database.intake_dsn), Secrets(SECRETS))
    key, neighbour = await vault.create(AGENCY), await vault.create(AGENCY)
    wrapped = Secrets(SECRETS).wrap(AGENCY, "identity", key.data_keys["identity"])
    assert wrapped in await _table_file(key_database)

    await vault.destroy(AGENCY, key.key_id)

    left = await _table_file(key_database)
    assert wrapped not in left
    assert Secrets(SECRETS).wrap(AGENCY, "identity", neighbour.data_keys["identity"]) in left


@pytest.mark.parametrize(
    "statement",
    [
        "insert into keys.request_key (agency, key_id, scope) values ('qionghai', 'x', 'text')",
        "update keys.request_key set scope = 'text'",
        "delete from keys.request_key",
        "truncate keys.request_key",
    ],
)
async def test_review_changes_nothing(
    key_database: KeyDatabase, engines: Callable[[str], AsyncEngine], statement: str
):
    """Review's role cannot write to the key database."""
    async with engines(key_database.review_dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.exec_driver_sql(statement)


async def test_review_sees_no_identity_row(key_database: KeyDatabase, engines: Callable[[str], AsyncEngine]):
    """Review's role does not even see that there are identity keys, and intake's cannot delete."""
    await PgVault(engines(key_database.intake_dsn), Secrets(SECRETS)).create(AGENCY)

    async with engines(key_database.review_dsn).connect() as connection:
        scopes = (await connection.exec_driver_sql("select scope from keys.request_key")).scalars().all()
    async with engines(key_database.intake_dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.exec_driver_sql("delete from keys.request_key")

    assert scopes == ["text"]


async def _table_file(database: KeyDatabase) -> bytes:
    connection = await asyncpg.connect(database.superuser_dsn)
    try:
        await connection.execute("checkpoint")
        file: bytes = await connection.fetchval(
            "select pg_read_binary_file(pg_relation_filepath('keys.request_key'))"
        )
    finally:
        await connection.close()
    return file
