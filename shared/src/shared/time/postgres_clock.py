"""The database's clock, separate from clock.py, so that the domain imports no database."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine


class DatabaseClock:
    """The database's `lantai_now()`: in an exercise (演练) it has an offset, the same for pages, timers and log."""

    doubt: str | None = None

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def now(self) -> datetime:
        """The instant as the log would record it now."""
        async with self._engine.connect() as connection:
            at: datetime = (await connection.execute(text("select lantai_now()"))).scalar_one()
        return at.astimezone(UTC)
