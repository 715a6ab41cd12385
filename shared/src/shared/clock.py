"""Time: the only module that reads a clock. Instants are aware UTC; legal days are days in Asia/Shanghai."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the instant that commands carry."""

    async def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock: production."""

    async def now(self) -> datetime:
        """The machine's instant."""
        return wall_clock()


class FrozenClock:
    """A clock that tests set; it passes the same contract."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    async def now(self) -> datetime:
        """The instant it was set to."""
        return self._at

    def step(self, by: timedelta) -> None:
        """Move on by `by`."""
        self._at += by


class DatabaseClock:
    """The database's `lantai_now()`: in an exercise (演练) it is offset, so pages, timers and log tell one time."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def now(self) -> datetime:
        """The instant as the log would record it now."""
        async with self._engine.connect() as connection:
            at: datetime = (await connection.execute(text("select lantai_now()"))).scalar_one()
        return at.astimezone(UTC)


def wall_clock() -> datetime:
    """The real instant, whatever an exercise says: sign-in sessions live by it."""
    return datetime.now(UTC)  # noqa: TID251  # the one place that may


def legal_day(at: datetime) -> date:
    """The day of an instant in law: the calendar day in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date()


def shanghai_midnight(day: date) -> datetime:
    """The first instant of a legal day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
