"""The five databases of the house and who may enter which.

A service's database belongs to a role that nobody signs in as; its `app` and `carrier` roles enter only
their own database. The key database is entered by intake and review only. What stands inside is the
business of each service's migrations.
"""

from collections.abc import Mapping

import asyncpg

from deploy.topology import DATABASES, KEY_READERS, KEYS_DATABASE, SERVICES

_MAINTENANCE = ("postgres", "template1")


async def create_databases(dsn: str, passwords: Mapping[str, str]) -> list[str]:
    """Create what is missing, set passwords and rights; return the databases that were created.

    `dsn` is the superuser's address of the database `postgres`; `passwords` by role, at least `login_roles()`.
    Running it again changes nothing but passwords.
    """
    connection = await asyncpg.connect(dsn)
    try:
        for database in DATABASES:
            await _role(connection, f"{database}_owner", "NOLOGIN BYPASSRLS")
            for role in sign_in_roles(database):
                await _role(connection, role, "LOGIN NOBYPASSRLS", passwords[role])
        created = [database for database in DATABASES if await _database(connection, database)]
        for database in (*DATABASES, *_MAINTENANCE):
            await _entrance(connection, database)
        return created
    finally:
        await connection.close()


def sign_in_roles(database: str) -> list[str]:
    """Return the roles that may sign in to `database`."""
    if database in SERVICES:
        return [f"{database}_app", f"{database}_carrier"]
    return [f"{service}_keys" for service in KEY_READERS] if database == KEYS_DATABASE else []


async def _role(
    connection: asyncpg.Connection, role: str, attributes: str, password: str | None = None
) -> None:
    known = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if known else "CREATE"
    await connection.execute(f"{verb} ROLE {role} {attributes} NOSUPERUSER NOCREATEDB NOCREATEROLE")
    if password is not None:
        change = await connection.fetchval(
            "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)", role, password
        )
        await connection.execute(change)


async def _database(connection: asyncpg.Connection, database: str) -> bool:
    if await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", database):
        return False
    await connection.execute(f"CREATE DATABASE {database} OWNER {database}_owner")
    return True


async def _entrance(connection: asyncpg.Connection, database: str) -> None:
    await connection.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    for role in sign_in_roles(database):
        await connection.execute(f"GRANT CONNECT ON DATABASE {database} TO {role}")
