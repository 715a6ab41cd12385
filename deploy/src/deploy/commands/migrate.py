"""`lantai migrate`: bring the tables, lanes and projections of the running stack up to date."""

import asyncio
from pathlib import Path

import typer

from deploy.databases.migration import migrate as run
from deploy.databases.migration import migrate_all, open_lanes, upgrade
from deploy.seed import agencies
from deploy.stack.running_stack import find


def migrate() -> None:
    """Migrate the databases of the stack that runs here, open the lanes of its agencies, and rebuild old projections.

    Run again it changes nothing.
    """
    found = find(Path.cwd())
    packs, dsn = agencies.library_of(found.stack.folder), found.stack.postgres.dsn

    async def bring_up_to_date() -> None:
        await migrate_all(run, dsn)
        await open_lanes(packs, dsn)
        await upgrade(dsn, typer.echo)

    asyncio.run(bring_up_to_date())
