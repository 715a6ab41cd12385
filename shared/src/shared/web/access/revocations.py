"""Closed staff accounts: every service finds them in its own staff directory, because a pass is verified without intake."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.staff.directory import ACCOUNTS


class Revocations:
    """The closed logins in memory, read again every few seconds by the service."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._closed: frozenset[str] = frozenset()

    async def refresh(self) -> None:
        """Read the directory of all agencies."""
        query = select(ACCOUNTS.c.login).where(ACCOUNTS.c.revoked_at.is_not(None))
        async with self._engine.connect() as connection:
            self._closed = frozenset((await connection.execute(query)).scalars())

    def __call__(self, login: str) -> bool:
        """Whether all passes of the account are void; the time of issue does not matter, since an exercise has its own time."""
        return login in self._closed
