"""Projections (read models): their generations in the database, and how rows of a lane take effect exactly once.

A projection's tables lie in the schema `<name>_<generation>`; queries read the views in the schema `<name>`, which show the
live generation. A rebuild fills the next generation beside it and flips the views in one transaction (`shared.delivery.rebuild`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from sqlalchemy import MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateSchema

from shared.message import Recorded


class Projection(Protocol):
    """A read model: tables, fold, queries in one file of a service's `projections/`."""

    @property
    def name(self) -> str:
        """The projection's name, and the schema of its tables."""
        ...

    @property
    def version(self) -> int:
        """Increase it when tables, fold or sources change; `lantai up` and `lantai provision` then rebuild it from the logs."""
        ...

    @property
    def sources(self) -> frozenset[str]:
        """The services whose events it folds."""
        ...

    @property
    def metadata(self) -> MetaData:
        """Its tables, schema = name; every primary key begins with `agency`.

        A table with `info={APPEND_ONLY: True}` is evidence: its rows are added and never changed (`is_append_only`).
        """
        ...

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Apply rows of one lane. Use the rows alone, so a rebuild gives the same tables."""
        ...


APPEND_ONLY: Final = "append_only"


def is_append_only(table: Table) -> bool:
    """Whether the table's rows are evidence: the carrier may only add some, and a rebuild never replaces what differs."""
    return bool(table.info.get(APPEND_ONLY))


def is_evidence(projection: Projection) -> bool:
    """Whether a projection has an append-only table: it then takes only rows that the source's log confirms."""
    return any(is_append_only(table) for table in projection.metadata.sorted_tables)


def generation_schema(name: str, generation: int) -> str:
    """The schema that one generation of a projection lies in."""
    return f"{name}_{generation}"


async def ensure_projection(connection: AsyncConnection, service: str, projection: Projection) -> None:
    """Create the first generation of a projection that the database does not have. The owner role must run it."""
    if await live_generation(connection, projection.name) is None:
        await create_generation(connection, service, projection, 1)
        await publish(connection, service, projection, 1)


async def live_generation(connection: AsyncConnection, name: str) -> int | None:
    """The generation that queries see."""
    query = text("select generation from carrier.projection where name = :name")
    found: int | None = (await connection.execute(query, {"name": name})).scalar_one_or_none()
    return found


class OtherVersion(Exception):
    """The database holds another version of a projection than this process folds: the process must stop folding."""


async def keep_generations(
    connection: AsyncConnection, projections: Sequence[Projection]
) -> Mapping[str, int]:
    """The live generations, locked against a rebuild's flip until the transaction ends, for folding into them.

    Raises `LookupError` for a projection that was never created, `OtherVersion` for one of another version. The lock is
    taken before the read, so the read is current.
    """
    names = sorted(projection.name for projection in projections)
    await connection.execute(_KEEP, {"names": names})
    found = {row.name: row for row in await connection.execute(_LIVE, {"names": names})}
    for projection in projections:
        if projection.name not in found:
            raise LookupError(f"the projection {projection.name} was never made: migrate first")
        if found[projection.name].version != projection.version:
            stored = found[projection.name].version
            raise OtherVersion(
                f"{projection.name} has version {stored}, this process folds {projection.version}"
            )
    return {name: row.generation for name, row in found.items()}


async def other_versions(
    connection: AsyncConnection, projections: Iterable[Projection]
) -> Mapping[str, int | None]:
    """Name → stored version of the projections whose live generation is not of the code's version; None if never created."""
    wanted = {projection.name: projection.version for projection in projections}
    rows = await connection.execute(_LIVE, {"names": sorted(wanted)})
    stored = {row.name: row.version for row in rows}
    return {name: stored.get(name) for name in wanted if stored.get(name) != wanted[name]}


async def seize_generation(connection: AsyncConnection, name: str) -> None:
    """Lock a projection against folds until the transaction ends, for the flip."""
    await connection.execute(_SEIZE, {"name": name})


async def create_generation(
    connection: AsyncConnection, service: str, projection: Projection, generation: int
) -> None:
    """Create the tables of one generation with row-level security: the application sees its agency, the carrier all.

    The carrier may change its rows, except in an append-only table, where a trigger also refuses everybody else.
    """
    schema = generation_schema(projection.name, generation)
    await connection.execute(CreateSchema(schema))
    translated = await connection.execution_options(schema_translate_map={projection.name: schema})
    await translated.run_sync(projection.metadata.create_all)
    await connection.execution_options(schema_translate_map={})
    await _run(connection, f"grant usage on schema {schema} to {service}_app, {service}_carrier")
    for table in projection.metadata.sorted_tables:
        name = f"{schema}.{table.name}"
        await _run(
            connection,
            f"alter table {name} enable row level security",
            f"create policy own_agency on {name} for select to {service}_app"
            " using (agency = nullif(current_setting('lantai.agency', true), ''))",
            f"create policy every_lane on {name} to {service}_carrier using (true) with check (true)",
            f"grant select on {name} to {service}_app",
            f"grant select, insert{'' if is_append_only(table) else ', update, delete'} on {name} to {service}_carrier",
            *(_frozen(name) if is_append_only(table) else ()),
        )


def _frozen(table: str) -> Sequence[str]:
    """The triggers that keep the rows of a table as they are; they call the log's own function."""
    refuse = "execute function log.refuse_change()"
    return (
        f"create trigger append_only before update or delete on {table} for each row {refuse}",
        f"create trigger never_emptied before truncate on {table} for each statement {refuse}",
    )


async def publish(connection: AsyncConnection, service: str, projection: Projection, generation: int) -> None:
    """Let the queries see `generation`, in the caller's transaction."""
    schema = generation_schema(projection.name, generation)
    await connection.execute(CreateSchema(projection.name, if_not_exists=True))
    await _run(connection, f"grant usage on schema {projection.name} to {service}_app, {service}_carrier")
    for table in projection.metadata.sorted_tables:
        view = f"{projection.name}.{table.name}"
        await _run(
            connection,
            f"drop view if exists {view}",
            f"create view {view} with (security_invoker = true) as table {schema}.{table.name}",
            f"grant select on {view} to {service}_app, {service}_carrier",
        )
    await connection.execute(
        text(
            "insert into carrier.projection (name, version, generation) values (:name, :version, :generation)"
            " on conflict (name) do update set version = excluded.version, generation = excluded.generation"
        ),
        {"name": projection.name, "version": projection.version, "generation": generation},
    )


async def _run(connection: AsyncConnection, *statements: str) -> None:
    for statement in statements:
        await connection.execute(text(statement))


_KEEP = text(
    "select pg_advisory_xact_lock_shared(hashtext('lantai.projection'), hashtext(name))"
    " from unnest(cast(:names as text[])) name"
)
_SEIZE = text("select pg_advisory_xact_lock(hashtext('lantai.projection'), hashtext(:name))")
_LIVE = text("select name, version, generation from carrier.projection where name = any (:names)")
