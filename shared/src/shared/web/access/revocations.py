"""Closed staff accounts: every service keeps the list, since passes are verified without asking intake."""

from collections.abc import Sequence

from sqlalchemy import Column, MetaData, String, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.events import load
from shared.events.intake import StaffAccountClosed
from shared.message import Recorded

NAME = "revocation"
METADATA = MetaData(schema=NAME)
ACCOUNT = Table(
    "account",
    METADATA,
    Column("agency", String, primary_key=True),
    Column("login", String, primary_key=True),
)
CLOSED = StaffAccountClosed.type_name()


class RevocationBook:
    """Folds which accounts were closed: a login is closed for good."""

    name = NAME
    version = 1
    sources = frozenset({"intake"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """As the port says."""
        for row in rows:
            event = load(row) if row.type == CLOSED else None
            if isinstance(event, StaffAccountClosed):
                closed = insert(ACCOUNT).values(agency=row.agency, login=event.login)
                await connection.execute(closed.on_conflict_do_nothing())


class Revocations:
    """The list in memory, read again every few seconds by the service."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._closed: frozenset[str] = frozenset()

    async def refresh(self) -> None:
        """Read the book."""
        async with self._engine.connect() as connection:
            self._closed = frozenset((await connection.execute(select(ACCOUNT.c.login))).scalars())

    def __call__(self, login: str) -> bool:
        """Whether passes of the account are void, whenever they were issued: an exercise has a time of its own."""
        return login in self._closed
