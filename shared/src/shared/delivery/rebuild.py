"""Rebuilding a projection: the next generation is filled from the logs beside the live one, compared, and flipped.

The live generation goes on meanwhile. At the end the projection is locked and the views are flipped in the same
transaction. Before the flip a generation of the same version and sources is brought to exactly the live one's positions, and
the two are compared row by row; one of another version or other sources is filled to the end of the logs.

A projection that took forged rows from the bus stands beyond the end of the log. With `rewind` the new generation ends where
the log ends, and the projection's dead letters are deleted, so the next head audit drives it on along the log.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.delivery.advance import Lane, move, positions
from shared.delivery.dead_letters import drive_again, forget_dead_letters
from shared.delivery.subscription import fold_into
from shared.eventlog.evidence import faults
from shared.eventlog.paging import lane_pages
from shared.eventlog.store import Head, LogReader
from shared.message import Recorded
from shared.process.json_columns import JSON_COLUMNS
from shared.process.settings import async_dsn
from shared.projections.generations import (
    Projection,
    create_generation,
    generation_schema,
    is_append_only,
    live_generation,
    other_versions,
    publish,
    seize_generation,
)

PAGE_ROWS = 2_000
ROUNDS_MAX = 5
"""Times that what was appended meanwhile is filled before the lock; the rest is filled under it."""

Progress = Callable[[Lane, int], None]


class LogBroken(Exception):
    """The chain of the source's log is broken: the rebuild stops; `lantai audit verify` names the row."""


class EvidenceDiffers(Exception):
    """The logs no longer give what an append-only table already held; the live generation stays, `tables` are named."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(", ".join(tables))
        self.tables = tuple(tables)


class Overtaken(Exception):
    """Another rebuild of the same projection has flipped it meanwhile."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The result of a rebuild: rows folded, and the tables whose rows differ from the live projection's (none: equal).

    Another version or other sources are not compared.
    """

    generation: int
    rows: int
    differing: tuple[str, ...]


class Rebuild:
    """One rebuild of one projection, on a login that is a member of the service's owner role."""

    def __init__(
        self,
        service: str,
        projection: Projection,
        logs: Mapping[str, LogReader],
        progress: Progress,
        *,
        rewind: bool = False,
    ) -> None:
        self._rewind = rewind
        self._service = service
        self._projection = projection
        self._logs = logs
        self._progress = progress
        self._rows = 0

    async def run(self, owner_dsn: str) -> Rebuilt:
        """Fill, compare, flip.

        Raises `LogBroken`, `EvidenceDiffers`, `Overtaken`, `StoreUnavailable`; the live projection is then unchanged.
        """
        engine = create_async_engine(async_dsn(owner_dsn), **JSON_COLUMNS)
        try:
            async with self._owner(engine) as connection:
                live = await live_generation(connection, self._projection.name) or 0
                await self._forget(connection, live + 1)
                await create_generation(connection, self._service, self._projection, live + 1)
            for _ in range(ROUNDS_MAX):
                if not await self._fill_all(engine, live):
                    break
            return await self._finish(engine, live)
        finally:
            await engine.dispose()

    async def _finish(self, engine: AsyncEngine, live: int) -> Rebuilt:
        try:
            async with self._owner(engine) as connection:
                return await self._flip(connection, live)
        except EvidenceDiffers:
            async with self._owner(engine) as connection:
                await self._forget(connection, live + 1)
            raise

    async def _fill_all(self, engine: AsyncEngine, live: int) -> bool:
        """Fill every lane up to its present end; return whether more than a page was filled, so that more may have come."""
        before = self._rows
        async with self._owner(engine) as connection:
            ends = await self._goals(connection, live)
            done = dict(await self._reached(connection, live + 1))
        for lane, seq in ends:
            await self._fill(engine, lane, live + 1, (done.get(lane, 0), seq))
        return self._rows - before > PAGE_ROWS

    async def _fill(self, engine: AsyncEngine, lane: Lane, generation: int, span: tuple[int, int]) -> None:
        """Fold a lane after the first number of `span` up to the last, a transaction per page; the next page is read meanwhile."""
        done, until = span
        async with aclosing(lane_pages(self._logs[lane.service], lane.agency, done, PAGE_ROWS)) as pages:
            while done < until:
                rows = await _next(pages)
                async with self._owner(engine) as connection:
                    done = await self._fold(connection, lane, generation, until, rows)
                self._progress(lane, done)

    async def _is_comparable(self, connection: AsyncConnection, live: int) -> bool:
        """Whether the live generation is of the same version, and has begun the logs of the same services."""
        if await other_versions(connection, [self._projection]):
            return False
        begun = {lane.service for lane, _ in await self._reached(connection, live)}
        return begun == {source for source in self._projection.sources if await self._logs[source].heads()}

    async def _catch_up(self, connection: AsyncConnection, lane: Lane, generation: int, until: int) -> None:
        key = generation_schema(self._projection.name, generation)
        done = (await positions(connection, [key], lane.service, [lane.agency]))[key, lane.agency].seq
        while done < until:
            rows = await self._logs[lane.service].read(lane.agency, done, PAGE_ROWS)
            done = await self._fold(connection, lane, generation, until, rows)

    async def _fold(
        self, connection: AsyncConnection, lane: Lane, generation: int, until: int, rows: Sequence[Recorded]
    ) -> int:
        """Fold a page up to number `until`; return the last number folded."""
        key = generation_schema(self._projection.name, generation)
        head = (await positions(connection, [key], lane.service, [lane.agency]))[key, lane.agency]
        rows = [row for row in rows if row.seq <= until]
        if not rows:
            raise LogBroken(
                f"{lane.service}/{lane.agency} ends at {head.seq}, the live projection stands at {until}"
            )
        for seq, what in faults(rows, head.seq, head.chain):
            raise LogBroken(f"{lane.service}/{lane.agency} {seq}: {what}")
        await fold_into(connection, self._projection, key, rows)
        await move(connection, lane.service, {(key, lane.agency): Head(rows[-1].seq, rows[-1].chain)})
        self._rows += len(rows)
        return rows[-1].seq

    async def _flip(self, connection: AsyncConnection, live: int) -> Rebuilt:
        await seize_generation(connection, self._projection.name)
        if (await live_generation(connection, self._projection.name) or 0) != live:
            raise Overtaken(self._projection.name)
        comparable = await self._is_comparable(connection, live)
        for lane, seq in await self._goals(connection, live):
            await self._catch_up(connection, lane, live + 1, seq)
        await self._keep_evidence(connection, live)
        differing = tuple(
            [
                table.name
                for table in self._projection.metadata.sorted_tables
                if live and comparable and await self._differs(connection, table.name, live)
            ]
        )
        await publish(connection, self._service, self._projection, live + 1)
        await self._forget(connection, live)
        if self._rewind:
            await forget_dead_letters(connection, self._projection.name)
        else:
            await drive_again(connection, self._projection.name)
        return Rebuilt(live + 1, self._rows, differing)

    async def _keep_evidence(self, connection: AsyncConnection, live: int) -> None:
        """Raise `EvidenceDiffers` if a row of an append-only table is missing in the new generation or differs there."""
        kept = [table for table in self._projection.metadata.sorted_tables if is_append_only(table)]
        lost = [table.name for table in kept if live and await self._loses(connection, table, live)]
        if lost:
            raise EvidenceDiffers(lost)

    async def _loses(self, connection: AsyncConnection, table: Table, live: int) -> bool:
        """Compare the columns that both generations have."""
        old, new = (generation_schema(self._projection.name, each) for each in (live, live + 1))
        had = await connection.scalars(_COLUMNS, {"schema": old, "table": table.name})
        columns = ", ".join(sorted({*had} & {column.name for column in table.columns}))
        query = f"select exists (select {columns} from {old}.{table.name} except select {columns} from {new}.{table.name})"  # noqa: S608  # the names are ours
        return bool((await connection.execute(text(query))).scalar_one())

    async def _goals(self, connection: AsyncConnection, live: int) -> list[tuple[Lane, int]]:
        """How far to fill each lane: as far as the live generation, so that both can be compared, else to the end of the log.

        When rewinding, as far as the live generation, but no farther than the log.
        """
        reached = [
            (lane, seq)
            for lane, seq in await self._reached(connection, live)
            if lane.service in self._projection.sources
        ]
        if not self._rewind and await self._is_comparable(connection, live):
            return reached
        heads = {
            Lane(source, agency): head.seq
            for source in sorted(self._projection.sources)
            for agency, head in (await self._logs[source].heads()).items()
        }
        if self._rewind:
            return [(lane, min(seq, heads.get(lane, 0))) for lane, seq in reached]
        return sorted((heads | {lane: max(seq, heads.get(lane, 0)) for lane, seq in reached}).items())

    async def _reached(self, connection: AsyncConnection, generation: int) -> list[tuple[Lane, int]]:
        query = text(
            "select service, agency, seq from carrier.checkpoint where subscription = :key order by 1, 2"
        )
        rows = await connection.execute(query, {"key": generation_schema(self._projection.name, generation)})
        return [(Lane(row.service, row.agency), row.seq) for row in rows]

    async def _differs(self, connection: AsyncConnection, table: str, live: int) -> bool:
        old = f"{generation_schema(self._projection.name, live)}.{table}"
        new = f"{generation_schema(self._projection.name, live + 1)}.{table}"
        try:
            async with connection.begin_nested():
                query = f"select exists ((table {old} except table {new}) union all (table {new} except table {old}))"
                return bool((await connection.execute(text(query))).scalar_one())
        except Exception:  # noqa: BLE001  # tables of another shape cannot be compared: a new version of the projection
            return True

    async def _forget(self, connection: AsyncConnection, generation: int) -> None:
        key = generation_schema(self._projection.name, generation)
        await connection.execute(text(f"drop schema if exists {key} cascade"))
        await connection.execute(
            text("delete from carrier.checkpoint where subscription = :key"), {"key": key}
        )

    @asynccontextmanager
    async def _owner(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        async with engine.begin() as connection:
            await connection.execute(text(f"set local role {self._service}_owner"))
            yield connection


async def _next(pages: AsyncIterator[Sequence[Recorded]]) -> Sequence[Recorded]:
    """The next page; an empty one after the last."""
    async for rows in pages:
        return rows
    return ()


_COLUMNS = text(
    "select column_name from information_schema.columns where table_schema = :schema and table_name = :table"
)
