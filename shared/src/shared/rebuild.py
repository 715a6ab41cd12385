"""Rebuilding a book: the next generation is filled from the logs beside the live one, compared, and flipped.

The live generation goes on meanwhile. At the end the book is locked, the new generation brought to exactly the
live one's positions, the two are compared row by row, and the views are flipped in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from shared.advance import Lane, position
from shared.evidence import faults
from shared.follower import ADVANCE, fold_into
from shared.projector import Book, create_generation, generation_schema, live_generation, publish
from shared.settings import async_dsn
from shared.store import Head, LogReader

PAGE_ROWS = 2_000

Progress = Callable[[Lane, int], None]


class LogBroken(Exception):
    """The source's log does not follow itself: rebuilding stops, `lantai audit verify` says more."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it: rows folded, and the tables whose rows differ from the live book's (none: equal)."""

    generation: int
    rows: int
    differing: tuple[str, ...]


class Rebuild:
    """One rebuild of one book, on a login that is a member of the service's owner role."""

    def __init__(self, service: str, book: Book, logs: Mapping[str, LogReader], progress: Progress) -> None:
        self._service = service
        self._book = book
        self._logs = logs
        self._progress = progress
        self._rows = 0

    async def run(self, owner_dsn: str) -> Rebuilt:
        """Fill, compare, flip. Raises `LogBroken`, `StoreUnavailable`; then the live book stays."""
        engine = create_async_engine(async_dsn(owner_dsn))
        try:
            async with engine.begin() as connection:
                await self._as_owner(connection)
                live = await live_generation(connection, self._book.name) or 0
                await self._forget(connection, live + 1)
                await create_generation(connection, self._service, self._book, live + 1)
                reached = await self._positions(connection, live)
            for lane, seq in reached:
                await self._fill(engine.begin, lane, live + 1, seq)
            async with engine.begin() as connection:
                await self._as_owner(connection)
                return await self._flip(connection, live)
        finally:
            await engine.dispose()

    async def _fill(self, begin: Callable[[], object], lane: Lane, generation: int, until: int) -> None:
        done = 0
        while done < until:
            async with begin() as connection:  # type: ignore[attr-defined]  # engine.begin, whose type is private
                done = await self._page(connection, lane, generation, until)
            self._progress(lane, done)

    async def _page(self, connection: AsyncConnection, lane: Lane, generation: int, until: int) -> int:
        """Fold one page up to number `until`; where it ended."""
        key = generation_schema(self._book.name, generation)
        head = await position(connection, key, lane)
        rows = await self._logs[lane.service].read(lane.agency, head.seq, min(PAGE_ROWS, until - head.seq))
        for seq, what in faults(rows, head.seq, head.chain):
            raise LogBroken(f"{lane.service}/{lane.agency} {seq}: {what}")
        if not rows:
            return until
        await fold_into(connection, self._book, key, rows)
        await self._move(connection, key, lane, Head(rows[-1].seq, rows[-1].chain))
        self._rows += len(rows)
        return rows[-1].seq

    async def _flip(self, connection: AsyncConnection, live: int) -> Rebuilt:
        await live_generation(connection, self._book.name, lock="for update")
        for lane, seq in await self._positions(connection, live):
            key = generation_schema(self._book.name, live + 1)
            while (await position(connection, key, lane)).seq < seq:
                await self._page(connection, lane, live + 1, seq)
        differing = tuple(
            [
                table.name
                for table in self._book.metadata.sorted_tables
                if live and await self._differs(connection, table.name, live)
            ]
        )
        await publish(connection, self._service, self._book, live + 1)
        await self._forget(connection, live)
        return Rebuilt(live + 1, self._rows, differing)

    async def _positions(self, connection: AsyncConnection, generation: int) -> list[tuple[Lane, int]]:
        query = text("select service, agency, seq from carrier.cursor where follower = :key order by 1, 2")
        rows = await connection.execute(query, {"key": generation_schema(self._book.name, generation)})
        return [(Lane(row.service, row.agency), row.seq) for row in rows]

    async def _differs(self, connection: AsyncConnection, table: str, live: int) -> bool:
        old = f"{generation_schema(self._book.name, live)}.{table}"
        new = f"{generation_schema(self._book.name, live + 1)}.{table}"
        try:
            async with connection.begin_nested():
                query = f"select exists ((table {old} except table {new}) union all (table {new} except table {old}))"
                return bool((await connection.execute(text(query))).scalar_one())
        except Exception:  # noqa: BLE001  # tables of another shape cannot be compared: a new version of the book
            return True

    async def _move(self, connection: AsyncConnection, key: str, lane: Lane, head: Head) -> None:
        values = {"f": key, "s": lane.service, "a": lane.agency, "seq": head.seq, "chain": head.chain}
        await connection.execute(ADVANCE, values)

    async def _forget(self, connection: AsyncConnection, generation: int) -> None:
        key = generation_schema(self._book.name, generation)
        await connection.execute(text(f"drop schema if exists {key} cascade"))
        await connection.execute(text("delete from carrier.cursor where follower = :key"), {"key": key})

    async def _as_owner(self, connection: AsyncConnection) -> None:
        await connection.execute(text(f"set local role {self._service}_owner"))
