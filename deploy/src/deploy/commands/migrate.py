"""`lantai migrate`: bring the tables of the running stack up to date."""

import asyncio
from pathlib import Path

from deploy.databases.migration import migrate as run
from deploy.databases.migration import migrate_all
from deploy.stack.running_stack import find


def migrate() -> None:
    """Migrate the databases of the stack that runs here; run again it changes nothing."""
    found = find(Path.cwd())
    asyncio.run(migrate_all(run, found.stack.postgres.dsn))
