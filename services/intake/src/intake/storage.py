"""Tables beside the log: credentials and sign-in sessions. No event contains a password or a session.

Sessions expire by real time, also in an exercise. Only the SHA-256 of a session's id is stored.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

PRIVATE: Final = sa.MetaData(schema="intake_private")

CREDENTIALS: Final = sa.Table(
    "credential",
    PRIVATE,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("argon2", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
)

SESSIONS: Final = sa.Table(
    "session",
    PRIVATE,
    sa.Column("id_hash", sa.LargeBinary, primary_key=True),
    sa.Column("login", sa.Text, nullable=False, index=True),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False, server_default=sa.false()),
)


@dataclass(frozen=True, slots=True)
class Credential:
    """The password hash of a login, and the agency in whose lane the account is."""

    login: str
    agency: str
    argon2: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a signed-in person."""

    login: str
    agency: str
    expires_at: datetime


class SignInStore:
    """Credentials and sessions in PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def credential(self, login: str) -> Credential | None:
        """The credential of a login."""
        query = sa.select(CREDENTIALS).where(CREDENTIALS.c.login == login)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Credential(row.login, row.agency, row.argon2) if row else None

    async def set_credential(self, credential: Credential, at: datetime) -> None:
        """Store a new password hash and end every session of the login: the old password may have been known to others."""
        columns = {"agency": credential.agency, "argon2": credential.argon2, "changed_at": at}
        statement = insert(CREDENTIALS).values(login=credential.login, **columns)
        upsert = statement.on_conflict_do_update(index_elements=[CREDENTIALS.c.login], set_=columns)
        async with self._engine.begin() as connection:
            await connection.execute(upsert)
            await connection.execute(_revoke(credential.login))

    async def begin(self, id_hash: bytes, session: Session, at: datetime) -> None:
        """Store a new session and delete the sessions that have expired."""
        values = {
            "id_hash": id_hash,
            "login": session.login,
            "agency": session.agency,
            "created_at": at,
            "expires_at": session.expires_at,
        }
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.expires_at <= at))
            await connection.execute(sa.insert(SESSIONS).values(values))

    async def session(self, id_hash: bytes, at: datetime) -> Session | None:
        """The session; None when it has expired or was revoked."""
        query = sa.select(SESSIONS).where(
            SESSIONS.c.id_hash == id_hash, SESSIONS.c.expires_at > at, sa.not_(SESSIONS.c.revoked)
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Session(row.login, row.agency, row.expires_at) if row else None

    async def end(self, login: str) -> None:
        """Revoke every session of a login."""
        async with self._engine.begin() as connection:
            await connection.execute(_revoke(login))


def _revoke(login: str) -> sa.Update:
    return sa.update(SESSIONS).where(SESSIONS.c.login == login).values(revoked=True)
