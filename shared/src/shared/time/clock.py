"""The only module that reads the machine's wall clock. It may be wrong: what is recorded comes from trusted time (trusted.py).

Instants are aware UTC; legal days are days in Asia/Shanghai.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Gives the instant that commands carry."""

    async def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    @property
    def doubt(self) -> str | None:
        """Why the machine's wall clock is in doubt; None if it is not."""
        ...


class FrozenClock:
    """A clock that tests set; it passes the same contract."""

    doubt: str | None = None

    def __init__(self, at: datetime) -> None:
        self._at = at

    async def now(self) -> datetime:
        """The instant it was set to."""
        return self._at

    def step(self, by: timedelta) -> None:
        """Move on by `by`."""
        self._at += by


def wall_clock() -> datetime:
    """The real instant, without an exercise's offset; sign-in sessions use it."""
    return datetime.now(UTC)  # noqa: TID251  # the one place that may


def legal_day(at: datetime) -> date:
    """The day of an instant in law: the calendar day in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date()


def shanghai_midnight(day: date) -> datetime:
    """The first instant of a legal day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
