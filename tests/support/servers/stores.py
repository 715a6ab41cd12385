"""The adapters of the log for the contract suite: a store, and a reader of what it wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.postgres import TransactionStore
from shared.eventlog.store import Commit, EventStore, LogReader, Receipt
from shared.message import Recorded
from support.origins import AGENCY

SERVICE = "intake"


@dataclass(frozen=True)
class Stores:
    """An empty store and its reader."""

    store: EventStore
    log: LogReader


async def lane(stores: Stores, agency: str = AGENCY) -> list[Recorded]:
    """All rows of a lane."""
    return list(await stores.log.read(agency, 0, 10_000))


class OneTransactionEach:
    """`TransactionStore` as timers and reactions use it: each call in its own transaction."""

    def __init__(self, service: str, engine: AsyncEngine) -> None:
        self._service = service
        self._engine = engine

    async def append(self, commit: Commit) -> Receipt:
        async with self._engine.begin() as connection:
            return await TransactionStore(self._service, connection).append(commit)

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        async with self._engine.begin() as connection:
            return await TransactionStore(self._service, connection).load(agency, stream)

    async def last(self, agency: str, stream: str) -> Recorded | None:
        async with self._engine.begin() as connection:
            return await TransactionStore(self._service, connection).last(agency, stream)

    async def at_version(self, agency: str, stream: str, version: int) -> Recorded | None:
        async with self._engine.begin() as connection:
            return await TransactionStore(self._service, connection).at_version(agency, stream, version)

    async def streams(self, agency: str, prefix: str) -> Sequence[str]:
        async with self._engine.begin() as connection:
            return await TransactionStore(self._service, connection).streams(agency, prefix)

    async def receipt(self, agency: str, command_id: UUID) -> Receipt | None:
        async with self._engine.begin() as connection:
            return await TransactionStore(self._service, connection).receipt(agency, command_id)
