"""账号簿 (accounts): who may sign in here, in which roles; for sign-in and for honouring closed accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.intake import StaffAccountClosed, StaffAccountOpened
from shared.message import Recorded
from shared.projections.changes import Columns, Sheet

METADATA: Final = sa.MetaData(schema="accounts")

ACCOUNTS: Final = sa.Table(
    "account",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("agencies", ARRAY(sa.Text), nullable=False),
    sa.Column("section", sa.Text),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The book, as the projector runs it."""

    name: str = "accounts"
    version: int = 1
    sources: frozenset[str] = frozenset({"intake"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """An account opens with its roles and closes at the recorded instant."""
        accounts = Sheet(ACCOUNTS)
        for row in rows:
            match load(row):
                case StaffAccountOpened() as event:
                    accounts.put((row.agency, event.login), _opened(event))
                case StaffAccountClosed(login=login):
                    accounts.change((row.agency, login), {"revoked_at": row.recorded_at})
                case _:
                    continue
        await accounts.write(connection)


def _opened(event: StaffAccountOpened) -> Columns:
    return {
        "name": event.name,
        "roles": list(event.roles),
        "agencies": list(event.agencies),
        "section": event.section,
        "revoked_at": None,
    }


async def account_of(connection: AsyncConnection, login: str) -> sa.RowMapping | None:
    """An account of the connection's agency, open or closed."""
    query = sa.select(ACCOUNTS).where(ACCOUNTS.c.login == login)
    return (await connection.execute(query)).mappings().one_or_none()


async def accounts(connection: AsyncConnection) -> Sequence[sa.RowMapping]:
    """All accounts of the connection's agency, by login."""
    return (await connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.login))).mappings().all()
