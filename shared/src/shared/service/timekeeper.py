"""Keeps trusted time (shared.time.trusted) in a service's database and in its processes.

The active process of a service writes it every second. Every other process follows what is written and goes on by its
machine's time since boot, so it knows the time without asking. Where no process writes (set-up, a command while the
service is down), whoever needs the time takes over.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.outage import is_outage
from shared.eventlog.store import StoreUnavailable
from shared.process.logs import logger
from shared.time.machine import read_machine
from shared.time.trusted import SKEW, Doubt, Reading, TrustedTime

KEEP_SECONDS = 1.0

CONFIRM_SKEW = timedelta(minutes=5)
"""A person states the time to the minute; the wall clock is accepted if it differs by at most this."""

_KEPT = text(
    "select at, boot, since_boot, unproven, doubt, doubted_since, ahead, clock_timestamp() as theirs"
    " from carrier.trusted_time"
)
_KEEP = text(
    "update carrier.trusted_time set at = :at, boot = :boot, since_boot = :since_boot, unproven = :unproven,"
    " doubt = :doubt, doubted_since = :doubted_since, ahead = :ahead"
)
_NO_WAIT = text("set local synchronous_commit = off")
_STATED = text(
    "select id, stated, stated_by from carrier.stated_time where accepted is null order by id limit 1"
)
_ANSWER = text("update carrier.stated_time set trusted = :trusted, accepted = :accepted where id = :id")


class Timekeeper:
    """Trusted time in one process: the `Clock` of production."""

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        database_elsewhere: bool = False,
        read: Callable[[], Reading] = read_machine,
    ) -> None:
        """`engine` has the service's carrier role. `database_elsewhere`: the database's clock is another machine's."""
        self._engine = engine
        self._database_elsewhere = database_elsewhere
        self._read = read
        self._time: TrustedTime | None = None
        self._off = timedelta()
        self._refreshing = asyncio.Lock()

    async def now(self) -> datetime:
        """Trusted time. Raises `StoreUnavailable` while it is not yet known and the database cannot be reached."""
        known, reading = self._time, self._read()
        if known is None or reading.since_boot - known.since_boot > SKEW:
            known, reading = await self._refreshed(), self._read()
        return known.instant(reading.since_boot)

    def real_now(self) -> datetime:
        """Trusted time without asking the database, for sessions; the wall clock while nothing is known, as in an exercise."""
        reading = self._read()
        return reading.wall if self._time is None else self._time.instant(reading.since_boot)

    @property
    def doubt(self) -> Doubt | None:
        """Why the wall clock is in doubt; misses wait meanwhile."""
        return None if self._time is None else self._time.doubt

    def report(self) -> dict[str, Any]:
        """The state for `/readyz`: the doubt, since when, and by how many seconds the wall clock is ahead of trusted time."""
        since = self._time.doubted_since if self._time else None
        return {
            "doubt": self.doubt,
            "since": since.isoformat(timespec="seconds") if since else None,
            "wall_ahead_seconds": round(self._off.total_seconds(), 3),
        }

    async def keep(self, active: Callable[[], bool]) -> None:
        """Refresh every second until cancelled."""
        while True:
            await self.refresh(active=active())
            await asyncio.sleep(KEEP_SECONDS)

    async def refresh(self, *, active: bool = False) -> None:
        """Write trusted time if this process is active or nobody else writes it; else follow what is written."""
        async with self._engine.begin() as connection:
            kept = (await connection.execute(_KEPT)).one()
            reading = self._read()
            if active or not _is_kept(kept):
                now = await self._write(connection, kept, reading)
            else:
                now = _follow(kept, reading)
        self._tell(self._time, now, reading)
        self._time, self._off = now, reading.wall - now.at

    async def _refreshed(self) -> TrustedTime:
        before = self._time
        async with self._refreshing:
            if self._time is not None and self._time is not before:
                return self._time  # refreshed while this call waited
            try:
                await self.refresh()
            except Exception as error:
                if not is_outage(error):
                    raise
                if self._time is None:
                    raise StoreUnavailable(str(error)) from error
        assert self._time is not None  # noqa: S101  # set by a refresh that did not raise
        return self._time

    async def _write(self, connection: AsyncConnection, kept: Row[Any], reading: Reading) -> TrustedTime:
        """Advance trusted time, by what a person states if there is a statement, and write it."""
        if self._database_elsewhere and abs(kept.theirs - reading.wall) <= SKEW:
            reading = replace(reading, proof="second-source")
        stated = (await connection.execute(_STATED)).one_or_none()
        accepted = stated is not None and abs(reading.wall - stated.stated) <= CONFIRM_SKEW
        now = self._time or TrustedTime.begin(_time_of(kept), reading)
        now = now.advance(replace(reading, proof="person") if accepted else reading)
        if stated is not None:
            logger().warning("time.stated", by=stated.stated_by, accepted=accepted)
            answer = {"id": stated.id, "trusted": now.at, "accepted": accepted}
            await connection.execute(_ANSWER, answer)
        else:
            await connection.execute(_NO_WAIT)  # the loss of a second changes nothing
        await connection.execute(_KEEP, {**asdict(now), "ahead": now.at - kept.theirs})
        return now

    def _tell(self, before: TrustedTime | None, now: TrustedTime, reading: Reading) -> None:
        """Log that a doubt begins, changes or ends."""
        if now.doubt != (before.doubt if before else None):
            event = "time.doubted" if now.doubt else "time.trusted"
            logger().warning(
                event, doubt=now.doubt, trusted=now.at.isoformat(), wall=reading.wall.isoformat()
            )


def _is_kept(kept: Row[Any]) -> bool:
    """Whether another process wrote the time within the last seconds."""
    return kept.at is not None and timedelta() <= kept.theirs + kept.ahead - kept.at <= SKEW


def _time_of(kept: Row[Any]) -> TrustedTime | None:
    if kept.at is None:
        return None
    return TrustedTime(kept.at, kept.boot, kept.since_boot, kept.unproven, kept.doubt, kept.doubted_since)


def _follow(kept: Row[Any], reading: Reading) -> TrustedTime:
    """What is written, as a time of this machine's boot."""
    return TrustedTime(
        kept.theirs + kept.ahead,
        reading.boot,
        reading.since_boot,
        kept.unproven,
        kept.doubt,
        kept.doubted_since,
    )
