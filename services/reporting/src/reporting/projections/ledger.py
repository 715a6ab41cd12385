"""The ledger (台账): a copy of every event of every service with all columns, so that a changed log is noticed.

It is append-only, in the database and in a rebuild: a log that says something else never replaces a copy.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    func,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.bus.envelope import SERVICES
from shared.delivery.checkpoints import projection_positions
from shared.message import Recorded
from shared.projections.changes import insert_rows
from shared.projections.generations import APPEND_ONLY, Projection

metadata = MetaData(schema="ledger")

entries = Table(
    "entries",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
    Column("key_id", Text),
    Column("body", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    info={APPEND_ONLY: True},
)

FIELDS = tuple(Recorded.__struct_fields__)
PAGE_ROWS = 5_000


class LedgerProjection(Projection):
    """Copies rows verbatim. The subscription has already verified numbers, leaves and chains."""

    name = "ledger"
    version = 2
    sources = frozenset(SERVICES)
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        await insert_rows(
            connection, entries, [{field: getattr(row, field) for field in FIELDS} for row in rows]
        )


class DatabaseLedger:
    """Reads the ledger from reporting's database. The engine's login must see all lanes (carrier or superuser)."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def copied(self) -> Mapping[tuple[str, str], int]:
        """Return (service, agency) → the number up to which the ledger has copied the lane."""
        async with self._engine.connect() as connection:
            return await projection_positions(connection, LedgerProjection.name)

    async def copies(self, agency: str, *, service: str, after: int, limit: int) -> Sequence[Recorded]:
        """Return copies of a lane with `seq > after`, in order, at most `limit`."""
        async with self._engine.connect() as connection:
            return await copies_of_lane(connection, agency, service=service, after=after, limit=limit)


async def copies_of_lane(
    connection: AsyncConnection, agency: str, *, service: str, after: int, limit: int
) -> Sequence[Recorded]:
    """Return copies of a lane with `seq > after`, in order, at most `limit`."""
    statement = (
        select(*(entries.c[field] for field in FIELDS))
        .where(entries.c.service == service, entries.c.agency == agency, entries.c.seq > after)
        .order_by(entries.c.seq)
        .limit(limit)
    )
    return [_copy(row) for row in await connection.execute(statement)]


async def copies_of_types(
    connection: AsyncConnection, agency: str, types: Sequence[str], *, service: str, after: int, up_to: int
) -> Sequence[Recorded]:
    """Return a page of copies of some event types up to a position, in order. Pinned tables are recounted from it."""
    statement = (
        select(*(entries.c[field] for field in FIELDS))
        .where(entries.c.agency == agency, entries.c.service == service)
        .where(entries.c.seq > after, entries.c.seq <= up_to, entries.c.type.in_(types))
        .order_by(entries.c.seq)
        .limit(PAGE_ROWS)
    )
    return [_copy(row) for row in await connection.execute(statement)]


async def copies_at(
    connection: AsyncConnection, agency: str, places: Collection[tuple[str, int]]
) -> Sequence[Recorded]:
    """Return the copies at these (service, number) pairs, sorted by both."""
    at = tuple_(entries.c.service, entries.c.seq).in_(list(places))
    statement = select(*(entries.c[field] for field in FIELDS)).where(entries.c.agency == agency, at)
    ordered = statement.order_by(entries.c.service, entries.c.seq)
    return [_copy(row) for row in await connection.execute(ordered)]


async def lengths(connection: AsyncConnection, agency: str) -> Mapping[str, int]:
    """Return service → number of the agency's events in the ledger. It is the last number.

    Numbers have no gaps. Services without events are left out.
    """
    asked = {
        service: select(func.max(entries.c.seq))
        .where(entries.c.agency == agency, entries.c.service == service)
        .scalar_subquery()
        .label(service)
        for service in SERVICES
    }
    found = (await connection.execute(select(*asked.values()))).one()
    return {service: seq for service, seq in zip(asked, found, strict=True) if seq}


def _copy(row: Row[Any]) -> Recorded:
    return Recorded(**row._mapping)  # noqa: SLF001  # SQLAlchemy's documented accessor
