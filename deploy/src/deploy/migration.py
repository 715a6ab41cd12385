"""Brings the tables of every database up to date, by the superuser, before any service starts."""

from collections.abc import Awaitable, Callable

from deploy.topology import DATABASES, KEYS_DATABASE

Migrate = Callable[[str, str], Awaitable[None]]
"""Bring the tables of the database named first up to date, at the superuser's address of it."""


async def migrate(database: str, superuser_dsn: str) -> None:
    """Run the migrations of a service's database, or of the key database; run again it changes nothing."""
    # imported here: loading alembic takes long, and few commands need it
    from shared.migrations import keys, runner  # noqa: PLC0415  # see above

    if database == KEYS_DATABASE:
        await keys.migrate_keys(superuser_dsn)
    else:
        await runner.migrate(database, superuser_dsn)


async def migrate_all(run: Migrate, dsn: Callable[[str], str]) -> None:
    """Run the migrations of all databases; `dsn` gives the superuser's address of each."""
    for database in DATABASES:
        await run(database, dsn(database))
