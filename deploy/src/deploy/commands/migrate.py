"""`lantai migrate`: bring the tables and projections of the running stack up to date."""

import asyncio
from pathlib import Path

import typer

from deploy.databases.migration import migrate as run
from deploy.databases.migration import migrate_all, upgrade
from deploy.stack.running_stack import find


def migrate() -> None:
    """Migrate the databases of the stack that runs here, and rebuild old projections; run again it changes nothing."""
    dsn = find(Path.cwd()).stack.postgres.dsn

    async def bring_up_to_date() -> None:
        await migrate_all(run, dsn)
        await upgrade(dsn, typer.echo)

    asyncio.run(bring_up_to_date())
