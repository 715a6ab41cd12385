"""Wall clocks that a test sets: the database's, and the machine's of a service."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from shared.time.clock import wall_clock
from shared.time.machine import since_boot
from shared.time.trusted import Proof, Reading
from support.servers.databases import ServiceDatabase

_OWN_CLOCK = """
create table public.wall_clock (ahead interval not null);
insert into public.wall_clock values ('0');
grant select on public.wall_clock to public;
create function public.clock_timestamp() returns timestamptz language sql volatile
  return pg_catalog.clock_timestamp() + (select ahead from public.wall_clock);
"""


@dataclass
class WallClocks:
    """The wall clocks of the one machine on which a service and its database run. Its time since boot is the real one.

    The database's is a function before `pg_catalog.clock_timestamp` in the search path, so everything asks it.
    """

    database: ServiceDatabase
    ahead: timedelta = timedelta()
    boot: str = "first boot"
    proof: Proof | None = None

    def read(self) -> Reading:
        """What a service on this machine reads."""
        return Reading(wall_clock() + self.ahead, self.boot, since_boot(), self.proof)

    async def replace_database_clock(self) -> None:
        """Put the clock that the test sets in place of the database's; sessions opened later see it."""
        owner = await asyncpg.connect(self.database.superuser_dsn)
        try:
            lantai_now = await owner.fetchval("select pg_get_functiondef('public.lantai_now'::regproc)")
            await owner.execute(_OWN_CLOCK)
            name = await owner.fetchval("select current_database()")
            await owner.execute(f"alter database {name} set search_path = public, pg_catalog")
            await owner.execute("set search_path = public, pg_catalog")
            await owner.execute(lantai_now)
        finally:
            await owner.close()

    async def jump(self, by: timedelta) -> None:
        """Set all wall clocks of the machine on by `by`."""
        self.ahead += by
        await self._set_database_clock()

    async def set(self, at: datetime) -> None:
        """Set all wall clocks of the machine to `at`."""
        self.ahead = at - wall_clock()
        await self._set_database_clock()

    async def switch_off(self, length: timedelta) -> None:
        """Switch the machine off for `length`: its wall clocks run on, its next boot begins."""
        self.boot += ", next boot"
        await self.jump(length)

    async def _set_database_clock(self) -> None:
        owner = await asyncpg.connect(self.database.superuser_dsn)
        try:
            await owner.execute("update public.wall_clock set ahead = $1", self.ahead)
        finally:
            await owner.close()
