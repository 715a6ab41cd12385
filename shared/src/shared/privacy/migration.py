"""Migrates the key database. Idempotent.

`deploy` makes one role for each service that holds a scope's secret (`HOLDERS`). Row-level security shows a role only
the rows of its scopes. It may add rows, and a function destroys the keys that its own service has made.
"""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.privacy.vault import HOLDERS
from shared.process.settings import async_dsn

_TABLE = (
    "create schema if not exists keys",
    f"""create table if not exists keys.subject_key (
         agency       text not null check (agency ~ '^[a-z][a-z0-9-]{{1,30}}$'),
         key_id       text not null,
         scope        text not null check (scope in ({", ".join(f"'{scope}'" for scope in HOLDERS)})),
         subject_kind text not null,
         subject_id   text not null,
         about        text,
         owner        text not null default session_user,
         wrapped      bytea,
         created_at   timestamptz not null default clock_timestamp(),
         destroyed_at timestamptz,
         primary key (agency, key_id, scope),
         check ((wrapped is null) = (destroyed_at is not null))
       )""",
    "create index if not exists subject_key_about on keys.subject_key (agency, about) where about is not null",
    """comment on table keys.subject_key is
         'A subject''s data keys, each wrapped by its agency''s key; null once destroyed. about: destroyed with that key.'""",
    "alter table keys.subject_key enable row level security",
    "alter table keys.subject_key force row level security",
)
_DESTROY = (
    # The lock waits for transactions that add a key about this one, so that none is missed.
    """create or replace function keys.destroy(of_agency text, of_key text) returns boolean
       language plpgsql security definer set search_path = '' as $$
       begin
         perform pg_advisory_xact_lock(hashtextextended(of_key, 0));
         if not exists (select from keys.subject_key
                         where agency = of_agency and key_id = of_key and owner = session_user) then
           return false;
         end if;
         update keys.subject_key set wrapped = null, destroyed_at = clock_timestamp()
          where agency = of_agency and (key_id = of_key or about = of_key) and wrapped is not null;
         return true;
       end $$""",
    "revoke all on function keys.destroy from public",
)


def _rights(service: str) -> Iterator[str]:
    role = f"{service}_keys"
    held = ", ".join(f"'{scope}'" for scope, holders in HOLDERS.items() if service in holders)
    for name, rule in (
        ("sees", f"for select to {role} using (scope in ({held}))"),
        ("adds", f"for insert to {role} with check (scope in ({held}) and owner = session_user)"),
    ):
        yield f"drop policy if exists {service}_{name} on keys.subject_key"
        yield f"create policy {service}_{name} on keys.subject_key {rule}"
    yield f"grant usage on schema keys to {role}"
    yield f"grant select, insert, maintain on keys.subject_key to {role}"
    yield f"grant execute on function keys.destroy to {role}"


async def migrate_keys(superuser_dsn: str) -> None:
    """Bring the key database up to date. `superuser_dsn` may also be a login that is a member of `keys_owner`."""
    services = sorted({service for holders in HOLDERS.values() for service in holders})
    rights = (statement for service in services for statement in _rights(service))
    engine = create_async_engine(async_dsn(superuser_dsn))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("set local role keys_owner"))
            for statement in (*_TABLE, *_DESTROY, *rights):
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
