"""The key database itself: what a destroyed key leaves behind, and what each service's role may not do there."""

from collections.abc import AsyncIterator, Callable
from typing import Final
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.events.terms import Subject
from shared.privacy.postgres_vault import PgVault
from shared.privacy.sealing import SCOPES, Scope
from shared.privacy.vault import Secrets
from support.origins import AGENCY
from support.servers.databases import Cluster, KeyDatabase

pytestmark = pytest.mark.contract
SECRETS = {scope: bytes([number]) * 32 for number, scope in enumerate(SCOPES)}
REQUEST, LETTER = Subject.request(UUID(int=1)), Subject.letter(UUID(int=2))
TWO: Final[tuple[Scope, ...]] = ("identity", "text")
PARTY: Final[tuple[Scope, ...]] = ("party",)


@pytest.fixture
async def key_database(postgres_cluster: Cluster) -> AsyncIterator[KeyDatabase]:
    """An empty key database."""
    yield await postgres_cluster.keys()
    await postgres_cluster.drop_clones()


async def test_nothing_left_in_the_table(key_database: KeyDatabase, engines: Callable[[str], AsyncEngine]):
    """After a key was destroyed its wrapped bytes, and those of keys about it, lie in no page of the table's file."""
    vault, reviews = (
        PgVault(engines(dsn), Secrets(SECRETS)) for dsn in (key_database.intake_dsn, key_database.review_dsn)
    )
    key, neighbour = await vault.create(AGENCY, REQUEST, TWO), await vault.create(AGENCY, REQUEST, TWO)
    letter = await reviews.create(AGENCY, LETTER, PARTY, about=key.key_id)
    wrapped = (
        Secrets(SECRETS).wrap(AGENCY, "identity", key.data_keys["identity"]),
        Secrets(SECRETS).wrap(AGENCY, "party", letter.data_keys["party"]),
    )
    before = await _table_file(key_database)
    assert all(each in before for each in wrapped)

    await vault.destroy(AGENCY, key.key_id)

    left = await _table_file(key_database)
    assert not any(each in left for each in wrapped)
    assert Secrets(SECRETS).wrap(AGENCY, "identity", neighbour.data_keys["identity"]) in left


@pytest.mark.parametrize(
    "statement",
    [
        "update keys.subject_key set scope = 'text'",
        "update keys.subject_key set wrapped = null, destroyed_at = now()",
        "delete from keys.subject_key",
        "truncate keys.subject_key",
    ],
)
@pytest.mark.parametrize("service", ["intake", "review"])
async def test_no_service_changes_a_key(
    key_database: KeyDatabase, engines: Callable[[str], AsyncEngine], service: str, statement: str
):
    """What is in the key database is changed by `keys.destroy` alone."""
    dsn = {"intake": key_database.intake_dsn, "review": key_database.review_dsn}[service]
    async with engines(dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("scope", "owner"), [("identity", "review_keys"), ("text", "intake_keys"), ("party", "intake_keys")]
)
async def test_review_adds_its_own_only(
    key_database: KeyDatabase, engines: Callable[[str], AsyncEngine], scope: str, owner: str
):
    """Review's role adds no row of a scope that is closed to it, and none in another's name."""
    async with engines(key_database.review_dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="row-level security"):
            await connection.exec_driver_sql(
                "insert into keys.subject_key (agency, key_id, scope, subject_kind, subject_id, owner, wrapped)"
                f" values ('qionghai', 'x', '{scope}', 'letter', 'x', '{owner}', 'x')"
            )


async def test_each_sees_its_scopes_only(key_database: KeyDatabase, engines: Callable[[str], AsyncEngine]):
    """Review's role does not even see that there are identity keys, nor intake's that there are keys of third parties."""
    request = await PgVault(engines(key_database.intake_dsn), Secrets(SECRETS)).create(AGENCY, REQUEST, TWO)
    reviews = PgVault(engines(key_database.review_dsn), Secrets(SECRETS))
    await reviews.create(AGENCY, LETTER, PARTY, about=request.key_id)

    seen = []
    for dsn in (key_database.intake_dsn, key_database.review_dsn):
        async with engines(dsn).connect() as connection:
            rows = await connection.exec_driver_sql("select scope from keys.subject_key order by scope")
            seen.append(rows.scalars().all())

    assert seen == [["identity", "text"], ["party", "text"]]


async def _table_file(database: KeyDatabase) -> bytes:
    connection = await asyncpg.connect(database.superuser_dsn)
    try:
        await connection.execute("checkpoint")
        file: bytes = await connection.fetchval(
            "select pg_read_binary_file(pg_relation_filepath('keys.subject_key'))"
        )
    finally:
        await connection.close()
    return file
