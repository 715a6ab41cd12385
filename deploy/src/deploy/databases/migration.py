"""Migrates every database and opens the lanes as superuser, before any service starts."""

from collections.abc import Awaitable, Callable
from importlib import import_module

from deploy.databases.projections import projections_of
from deploy.topology import DATABASES, KEYS_DATABASE, SERVICES
from shared.policy import PackLibrary
from shared.policy.pack import NATIONAL

Migrate = Callable[[str, str], Awaitable[None]]
"""Migrates the database of the given name at the superuser's address."""

Dsn = Callable[[str], str]
"""Database → the superuser's address of it."""
Say = Callable[[str], None]
Upgrade = Callable[[Dsn, Say], Awaitable[list[str]]]
"""Brings the projections of all services to the versions of this code, tells of progress, and returns one line per projection."""


async def migrate(database: str, superuser_dsn: str) -> None:
    """Run the migrations of a service's database, or of the key database; run again it changes nothing.

    A service's private tables are what its composition root exports as `PRIVATES`.
    """
    # imported here: loading alembic and the services takes long, and few commands need it
    from shared.privacy.migration import migrate_keys  # noqa: PLC0415  # see above
    from shared.service.migration import migrate as migrate_service  # noqa: PLC0415  # see above

    if database == KEYS_DATABASE:
        await migrate_keys(superuser_dsn)
        return
    private = getattr(import_module(f"{database}.app"), "PRIVATES", ())
    await migrate_service(database, superuser_dsn, projections=projections_of(database), private=private)


async def upgrade(dsn: Dsn, say: Say) -> list[str]:
    """Rebuild old projections, as `upgrade.py` does."""
    from deploy.databases import upgrade as work  # noqa: PLC0415  # loads slowly, as above

    return await work.upgrade(dsn, say)


async def migrate_all(run: Migrate, dsn: Dsn) -> None:
    """Run the migrations of all databases; `dsn` gives the superuser's address of each."""
    for database in DATABASES:
        await run(database, dsn(database))


async def open_lanes(library: PackLibrary, dsn: Callable[[str], str]) -> None:
    """Open the lanes of all agencies of `library`, and the national one, in every service; run again it changes nothing."""
    from shared.service import migration  # noqa: PLC0415  # loads alembic

    for service in SERVICES:
        await migration.open_lanes(service, dsn(service), (*library.agencies(), NATIONAL))
