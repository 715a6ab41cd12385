"""The key database in PostgreSQL: `keys.request_key`, entered by intake and, for the scope `text`, by review.

Destroying a key leaves its row, which says when, and rewrites the table, so that the wrapped key is in no page of it.
The write-ahead log and backups forget it as they age out: keep them no longer than the retention period says.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.privacy.sealing import RequestKey, Scope
from shared.privacy.vault import Secrets, UnknownKeyError, new_keys, only

_CREATE = text(
    "insert into keys.request_key (agency, key_id, scope, wrapped) values (:agency, :key_id, :scope, :wrapped)"
)
_OPEN = text(
    "select key_id, scope, wrapped from keys.request_key"
    " where agency = :agency and key_id = any(:key_ids) and scope = any(:scopes)"
)
_DESTROY = text(
    "update keys.request_key set wrapped = null, destroyed_at = coalesce(destroyed_at, clock_timestamp())"
    " where agency = :agency and key_id = :key_id"
)
_REWRITE = text("vacuum (full) keys.request_key")


class PgVault:
    """`Vault` on the key database; `secrets` says which scopes this service may open."""

    def __init__(self, engine: AsyncEngine, secrets: Secrets) -> None:
        self._engine = engine
        self._secrets = secrets

    async def create(self, agency: str) -> RequestKey:
        """As the port says."""
        key_id, data_keys = new_keys()
        rows = [
            {
                "agency": agency,
                "key_id": key_id,
                "scope": scope,
                "wrapped": self._secrets.wrap(agency, scope, key),
            }
            for scope, key in data_keys.items()
        ]
        async with self._engine.begin() as connection:
            await connection.execute(_CREATE, rows)
        return RequestKey(agency, key_id, data_keys)

    async def open(self, agency: str, key_id: str) -> RequestKey:
        """As the port says."""
        return only(key_id, await self.open_all(agency, [key_id]))

    async def open_all(self, agency: str, key_ids: Collection[str]) -> Mapping[str, RequestKey]:
        """As the port says."""
        asked = {"agency": agency, "key_ids": list(key_ids), "scopes": list(self._secrets.scopes)}
        async with self._engine.connect() as connection:
            rows = (await connection.execute(_OPEN, asked)).all()
        found: defaultdict[str, dict[Scope, bytes]] = defaultdict(dict)
        for row in rows:
            found[row.key_id][row.scope] = row.wrapped
        for key_id in key_ids:
            if key_id not in found:
                raise UnknownKeyError(key_id)
        return {
            key_id: self._secrets.request_key(agency, key_id, wrapped)
            for key_id, wrapped in found.items()
            if None not in wrapped.values()
        }

    async def destroy(self, agency: str, key_id: str) -> None:
        """As the port says; seconds for a million keys, during which no other is opened."""
        async with self._engine.begin() as connection:
            done = await connection.execute(_DESTROY, {"agency": agency, "key_id": key_id})
        if not done.rowcount:
            raise UnknownKeyError(key_id)
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(_REWRITE)

    def lookup(self, agency: str, value: str) -> str:
        """As the port says."""
        return self._secrets.lookup(agency, value)
