"""Tables beside the log: credentials, sign-in sessions, links to reset a password. No event contains any of them.

Sessions and links expire by real time, also in an exercise. Only the SHA-256 of a session's id and of a link's code is stored.
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

RESETS: Final = sa.Table(
    "password_reset",
    PRIVATE,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("reset", sa.Integer, nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
)
"""The last link of each login that has not been used."""


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


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """A link by which the password of a login is set once; `number` counts the links of the account."""

    login: str
    agency: str
    number: int
    expires_at: datetime


class SignInStore:
    """Credentials, sessions and links in PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def credential(self, login: str) -> Credential | None:
        """The credential of a login."""
        query = sa.select(CREDENTIALS).where(CREDENTIALS.c.login == login)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Credential(row.login, row.agency, row.argon2) if row else None

    async def set_credential(self, credential: Credential, at: datetime) -> None:
        """Store a new password hash, end every session of the login and void its link.

        The old password, or the link, may have been known to others.
        """
        columns = {"agency": credential.agency, "argon2": credential.argon2, "changed_at": at}
        statement = insert(CREDENTIALS).values(login=credential.login, **columns)
        upsert = statement.on_conflict_do_update(index_elements=[CREDENTIALS.c.login], set_=columns)
        async with self._engine.begin() as connection:
            await connection.execute(upsert)
            await connection.execute(_revoke(credential.login))
            await connection.execute(sa.delete(RESETS).where(RESETS.c.login == credential.login))

    async def keep_reset(self, code_hash: bytes, reset: PasswordReset) -> None:
        """Store a link; it replaces the former link of the login."""
        columns = {
            "agency": reset.agency,
            "code_hash": code_hash,
            "reset": reset.number,
            "expires_at": reset.expires_at,
        }
        statement = insert(RESETS).values(login=reset.login, **columns)
        upsert = statement.on_conflict_do_update(index_elements=[RESETS.c.login], set_=columns)
        async with self._engine.begin() as connection:
            await connection.execute(upsert)

    async def reset(self, code_hash: bytes, at: datetime) -> PasswordReset | None:
        """The link with this code; None when there is none or it has expired by `at`."""
        query = sa.select(RESETS).where(RESETS.c.code_hash == code_hash, RESETS.c.expires_at > at)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return PasswordReset(row.login, row.agency, row.reset, row.expires_at) if row else None

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
