"""Brings the key database up to the present. Idempotent.

The roles are made by `deploy`: `intake_keys` makes, opens and destroys keys; `review_keys` reads those of scope `text`
and does not even see that the others exist.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.service.settings import async_dsn

_STATEMENTS = (
    "create schema if not exists keys",
    """create table if not exists keys.request_key (
         agency       text not null check (agency ~ '^[a-z][a-z0-9-]{1,30}$'),
         key_id       text not null,
         scope        text not null check (scope in ('identity', 'text')),
         wrapped      bytea,
         created_at   timestamptz not null default clock_timestamp(),
         destroyed_at timestamptz,
         primary key (agency, key_id, scope),
         check ((wrapped is null) = (destroyed_at is not null))
       )""",
    "comment on table keys.request_key is 'A request''s data keys, each wrapped by its agency''s key; null once destroyed.'",
    "alter table keys.request_key enable row level security",
    "alter table keys.request_key force row level security",
    "drop policy if exists every_scope on keys.request_key",
    "create policy every_scope on keys.request_key to intake_keys using (true) with check (true)",
    "drop policy if exists text_only on keys.request_key",
    "create policy text_only on keys.request_key for select to review_keys using (scope = 'text')",
    "grant usage on schema keys to intake_keys, review_keys",
    "grant select, insert, update, maintain on keys.request_key to intake_keys",
    "grant select on keys.request_key to review_keys",
)


async def migrate_keys(superuser_dsn: str) -> None:
    """Bring the key database up to date. `superuser_dsn` may also be a login that is a member of `keys_owner`."""
    engine = create_async_engine(async_dsn(superuser_dsn))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("set local role keys_owner"))
            for statement in _STATEMENTS:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
