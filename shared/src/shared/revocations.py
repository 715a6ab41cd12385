"""Closed staff accounts: every service keeps the list, since passes are verified without asking intake."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, DateTime, MetaData, String, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.message import Recorded, parse

NAME = "revocation"
METADATA = MetaData(schema=NAME)
ACCOUNT = Table(
    "account",
    METADATA,
    Column("agency", String, primary_key=True),
    Column("login", String, primary_key=True),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)


class RevocationBook:
    """Folds closed accounts; an account opened again may sign in again, its old passes stay void."""

    name = NAME
    version = 1
    sources = frozenset({"intake"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """As the port says."""
        closed = [row for row in rows if row.type == "staff-account-closed"]
        for row in closed:
            body = parse(row.body)
            login = body["login"] if isinstance(body, dict) else ""
            statement = insert(ACCOUNT).values(agency=row.agency, login=login, closed_at=row.recorded_at)
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["agency", "login"], set_={"closed_at": row.recorded_at}
                )
            )


class Revocations:
    """The list in memory, read again every few seconds by the carriage."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._closed: dict[str, datetime] = {}

    async def refresh(self) -> None:
        """Read the book."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(ACCOUNT.c.login, ACCOUNT.c.closed_at))
            self._closed = {row.login: row.closed_at for row in rows}

    def __call__(self, login: str, issued_at: datetime) -> bool:
        """Whether a pass issued then is void."""
        closed_at = self._closed.get(login)
        return closed_at is not None and issued_at <= closed_at
