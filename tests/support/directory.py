"""An account in a service's staff directory, without the event that opened it."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def open_in_directory(connection: AsyncConnection, agency: str, login: str) -> None:
    """Write an open account for a person of its own, with the carrier's role."""
    columns = {"agency": agency, "login": login, "person": f"p-{login}"}
    statement = (
        "insert into staff_1.account (agency, login, person, name) values (:agency, :login, :person, '李娜')"
    )
    await connection.execute(text(statement), columns)


async def close_in_directory(connection: AsyncConnection, login: str) -> None:
    """Close it."""
    await connection.execute(
        text("update staff_1.account set revoked_at = now() where login = :login"), {"login": login}
    )
