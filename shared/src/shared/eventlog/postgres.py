"""The log in PostgreSQL.

`PgStore` serves handlers under the application role: loads under row-level security, appends by group commit.
`TransactionStore` appends as the last statement of a caller's transaction: timers and reactions, on the carrier role.
`PgLog` reads every lane: relay, back-fill, audit, rebuild.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.append import Pending, append
from shared.eventlog.group_commit import REFUSED, GroupCommitter
from shared.eventlog.outage import is_outage
from shared.eventlog.rows import (
    AT_VERSION,
    HEADS,
    LANE,
    LANES,
    LAST,
    LAST_COMMANDS,
    LAST_OF,
    MENTIONING,
    RECEIPT,
    RECEIPT_OF,
    STREAM,
    STREAM_OF,
    STREAMS,
    recorded,
)
from shared.eventlog.store import (
    Commit,
    EventStore,
    Head,
    InvalidEvent,
    LanesReader,
    Receipt,
    StoreUnavailable,
    VersionConflict,
)
from shared.message import Recorded


class PgStore(EventStore):
    """`EventStore` of one service, on the application role's engine."""

    def __init__(self, service: str, engine: AsyncEngine) -> None:
        self._service = service
        self._engine = engine
        self._committer = GroupCommitter(engine)

    async def append(self, commit: Commit) -> Receipt:
        """Write a commit, or return the receipt of its first writing; the commit is durable when this returns.

        Raises `VersionConflict`, `InvalidEvent`, `StoreUnavailable`.
        """
        verdict = await self._committer.submit(Pending.of(commit))
        if isinstance(verdict, VersionConflict):
            raise verdict
        return verdict

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        async with reading(self._engine) as driver:
            return [recorded(self._service, row) for row in await driver.fetch(STREAM_OF, agency, stream)]

    async def last(self, agency: str, stream: str) -> Recorded | None:
        async with reading(self._engine) as driver:
            row = await driver.fetchrow(LAST_OF, agency, stream)
        return recorded(self._service, row) if row else None

    async def at_version(self, agency: str, stream: str, version: int) -> Recorded | None:
        async with reading(self._engine, agency) as driver:
            row = await driver.fetchrow(AT_VERSION, agency, stream, version)
        return recorded(self._service, row) if row else None

    async def streams(self, agency: str, prefix: str) -> Sequence[str]:
        async with reading(self._engine, agency) as driver:
            return [row["stream"] for row in await driver.fetch(STREAMS, agency, prefix)]

    async def receipt(self, agency: str, command_id: UUID) -> Receipt | None:
        async with reading(self._engine) as driver:
            return _receipt(await driver.fetchrow(RECEIPT_OF, agency, command_id))

    async def close(self) -> None:
        """Finish waiting commits."""
        await self._committer.close()


class TransactionStore(EventStore):
    """`EventStore` inside a transaction of the carrier role; its append is the transaction's last statement.

    `agencies`: those that the transaction may write to; None: those of its commands.
    """

    def __init__(
        self, service: str, connection: AsyncConnection, agencies: Collection[str] | None = None
    ) -> None:
        self._service = service
        self._connection = connection
        self._agencies = agencies
        self.appended: list[tuple[str, int]] = []
        """(agency, last number) of each append of this transaction; after its commit they wake the relay."""

    async def append(self, commit: Commit) -> Receipt:
        """Write a commit as the last statement of the caller's transaction; it is durable when that commits.

        Raises `VersionConflict`, `InvalidEvent`.
        """
        driver = await self._driver()
        try:
            (verdict,) = await append(driver, [Pending.of(commit)], self._agencies)
        except REFUSED as error:
            raise InvalidEvent(str(error)) from error
        if isinstance(verdict, VersionConflict):
            raise verdict
        self.appended.append((commit.origin.agency, verdict.last_seq))
        return verdict

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        driver = await self._driver()
        return [recorded(self._service, row) for row in await driver.fetch(STREAM, agency, stream)]

    async def last(self, agency: str, stream: str) -> Recorded | None:
        row = await (await self._driver()).fetchrow(LAST, agency, stream)
        return recorded(self._service, row) if row else None

    async def at_version(self, agency: str, stream: str, version: int) -> Recorded | None:
        row = await (await self._driver()).fetchrow(AT_VERSION, agency, stream, version)
        return recorded(self._service, row) if row else None

    async def streams(self, agency: str, prefix: str) -> Sequence[str]:
        driver = await self._driver()
        return [row["stream"] for row in await driver.fetch(STREAMS, agency, prefix)]

    async def receipt(self, agency: str, command_id: UUID) -> Receipt | None:
        return _receipt(await (await self._driver()).fetchrow(RECEIPT, agency, command_id))

    async def _driver(self) -> asyncpg.Connection:
        driver = await _driver(self._connection)
        if not driver.is_in_transaction():
            # SQLAlchemy begins the transaction with its first statement, which may still be to come
            await self._connection.execute(text("select"))
        return driver


class PgLog(LanesReader):
    """`LogReader` of one service, on the carrier role's engine."""

    def __init__(self, service: str, engine: AsyncEngine) -> None:
        self._service = service
        self._engine = engine

    async def heads(self) -> Mapping[str, Head]:
        async with reading(self._engine) as driver:
            return {row["agency"]: Head(row["seq"], row["chain"]) for row in await driver.fetch(HEADS)}

    async def read(self, agency: str, after: int, limit: int) -> Sequence[Recorded]:
        async with reading(self._engine) as driver:
            return [recorded(self._service, row) for row in await driver.fetch(LANE, agency, after, limit)]

    async def read_lanes(self, after: Mapping[str, int], limit: int) -> Sequence[Recorded]:
        async with reading(self._engine) as driver:
            rows = await driver.fetch(LANES, list(after), list(after.values()), limit)
        return [recorded(self._service, row) for row in rows]

    async def read_mentioning(
        self, agency: str, fragment: bytes, after: int, limit: int
    ) -> Sequence[Recorded]:
        """Up to `limit` rows of a lane with `seq > after` whose body contains `fragment`, in order."""
        async with reading(self._engine) as driver:
            rows = await driver.fetch(MENTIONING, agency, after, fragment, limit)
        return [recorded(self._service, row) for row in rows]

    async def last_commands(self) -> Mapping[str, tuple[int, datetime]]:
        """Agency → the last number that a command of the lane was answered with, and the instant of its recording."""
        async with reading(self._engine) as driver:
            return {agency: (seq, at) for agency, seq, at in await driver.fetch(LAST_COMMANDS)}


@asynccontextmanager
async def reading(engine: AsyncEngine, agency: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    """A driver connection for one query. Raises `StoreUnavailable`.

    With `agency` it is in a transaction with row-level security set to that agency; without, in none, which saves two
    round trips. The transaction is the driver's own: SQLAlchemy's costs more than a short query.
    """
    try:
        async with engine.connect() as connection:
            driver = await _driver(connection)
            if agency is None:
                yield driver
                return
            async with driver.transaction():
                await driver.execute(_ROWS_OF, agency)
                yield driver
    except Exception as error:
        if is_outage(error):
            raise StoreUnavailable(str(error)) from error
        raise


_ROWS_OF = "select set_config('lantai.agency', $1, true)"


async def _driver(connection: AsyncConnection) -> asyncpg.Connection:
    raw = await connection.get_raw_connection()
    return cast("asyncpg.Connection", raw.driver_connection)


def _receipt(row: asyncpg.Record | None) -> Receipt | None:
    if row is None:
        return None
    return Receipt(row["first_seq"], row["last_seq"], msgspec.json.decode(row["result"]), repeated=True)
