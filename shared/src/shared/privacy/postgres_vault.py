"""The key database in PostgreSQL: table `keys.subject_key`. Only services that hold a scope's secret may connect.

Destroying a key keeps its rows, with the time of destruction, and rewrites the table, so no page of it holds the wrapped
keys. The write-ahead log and back-ups still hold them until they expire: keep these no longer than the retention period.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.events.terms import Subject
from shared.privacy.sealing import Scope, SubjectKey
from shared.privacy.vault import Secrets, UnknownKeyError, may_be_about, new_key, only

_CREATE = text(
    "insert into keys.subject_key (agency, key_id, scope, subject_kind, subject_id, about, wrapped)"
    " values (:agency, :key_id, :scope, :subject_kind, :subject_id, :about, :wrapped)"
)
_HOLD = text("select pg_advisory_xact_lock_shared(hashtextextended(:key_id, 0))")
_ABOUT = text(
    "select about, wrapped is null as destroyed from keys.subject_key"
    " where agency = :agency and key_id = :key_id limit 1"
)
_OPEN = text(
    "select key_id, scope, wrapped from keys.subject_key"
    " where agency = :agency and key_id = any(:key_ids) and scope = any(:scopes)"
)
_DESTROY = text("select keys.destroy(:agency, :key_id)")
_REWRITE = text("vacuum (full) keys.subject_key")


class PgVault:
    """`Vault` on the key database, for the service of the login; `secrets` gives the scopes that it may use."""

    def __init__(self, engine: AsyncEngine, secrets: Secrets) -> None:
        self._engine = engine
        self._one_statement = engine.execution_options(isolation_level="AUTOCOMMIT")
        """The same connections, for work of one statement: one round trip instead of three."""
        self._secrets = secrets

    async def create(
        self, agency: str, subject: Subject, scopes: Collection[Scope], *, about: str | None = None
    ) -> SubjectKey:
        """Insert one row a scope, all or none; the database records the service that made it."""
        key = new_key(agency, scopes)
        rows = [
            {
                "agency": agency,
                "key_id": key.key_id,
                "scope": scope,
                "subject_kind": subject.kind,
                "subject_id": subject.id,
                "about": about,
                "wrapped": self._secrets.wrap(agency, scope, data_key),
            }
            for scope, data_key in key.data_keys.items()
        ]
        if about is None:
            async with self._one_statement.connect() as connection:
                await connection.execute(_CREATE, rows)
            return key
        async with self._engine.begin() as connection:
            await _hold(connection, agency, about)
            await connection.execute(_CREATE, rows)
        return key

    async def open(self, agency: str, key_id: str) -> SubjectKey:
        """Open the key of one subject. Raises `KeyDestroyedError`, `UnknownKeyError`."""
        return only(key_id, await self.open_all(agency, [key_id]))

    async def open_all(self, agency: str, key_ids: Collection[str]) -> Mapping[str, SubjectKey]:
        """Read the rows of the scopes that this service may use."""
        asked = {"agency": agency, "key_ids": list(key_ids), "scopes": list(self._secrets.scopes)}
        async with self._one_statement.connect() as connection:
            rows = (await connection.execute(_OPEN, asked)).all()
        found: defaultdict[str, dict[Scope, bytes]] = defaultdict(dict)
        for row in rows:
            found[row.key_id][row.scope] = row.wrapped
        return {
            key_id: self._secrets.subject_key(agency, key_id, found[key_id])
            for key_id in key_ids
            if None not in found[key_id].values()
        }

    async def destroy(self, agency: str, key_id: str) -> None:
        """Destroy the keys and rewrite the table: seconds for a million keys, during which no key can be opened."""
        async with self._engine.begin() as connection:
            owned = await connection.scalar(_DESTROY, {"agency": agency, "key_id": key_id})
        if not owned:
            raise UnknownKeyError(key_id)
        async with self._one_statement.connect() as connection:
            await connection.execute(_REWRITE)

    def lookup(self, agency: str, value: str) -> str:
        """Compute the HMAC from the deployment's secrets."""
        return self._secrets.lookup(agency, value)


async def _hold(connection: AsyncConnection, agency: str, key_id: str) -> None:
    """Lock a key against destruction until the key about it is inserted. Raises `KeyDestroyedError`, `UnknownKeyError`."""
    await connection.execute(_HOLD, {"key_id": key_id})
    found = (await connection.execute(_ABOUT, {"agency": agency, "key_id": key_id})).first()
    if found is None:
        raise UnknownKeyError(key_id)
    may_be_about(key_id, destroyed=found.destroyed, about=found.about)
