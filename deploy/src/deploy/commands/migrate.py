"""`lantai migrate`: bring the tables and lanes of the running stack up to date."""

import asyncio
from pathlib import Path

from deploy.databases.migration import migrate as run
from deploy.databases.migration import migrate_all, open_lanes
from deploy.seed import agencies
from deploy.stack.running_stack import find


def migrate() -> None:
    """Migrate the databases of the stack that runs here, and open the lanes of its agencies; run again it changes nothing."""
    found = find(Path.cwd())
    packs = agencies.library_of(found.stack.folder)

    async def bring_up_to_date() -> None:
        await migrate_all(run, found.stack.postgres.dsn)
        await open_lanes(packs, found.stack.postgres.dsn)

    asyncio.run(bring_up_to_date())
