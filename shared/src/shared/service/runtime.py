"""The runtime of a service's handlers and pages: clock, log, vault, policy, and access to projections."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.delivery.checkpoints import projections_reached
from shared.delivery.read_your_writes import ReadYourWrites
from shared.delivery.subscription import Appended
from shared.eventlog.outage import is_outage
from shared.eventlog.postgres import PgLog, PgStore, TransactionStore
from shared.eventlog.store import Commit, EventStore, Receipt, StoreUnavailable
from shared.policy import Policy, library_with
from shared.privacy.postgres_vault import PgVault
from shared.privacy.sealing import Scope
from shared.privacy.vault import Secrets, Vault
from shared.process.settings import Settings, secret_bytes
from shared.projections.generations import Projection, other_versions
from shared.service.engines import open_engine
from shared.service.freshness import Freshness, SourceHeads
from shared.service.timekeeper import Timekeeper
from shared.time.clock import Clock
from shared.time.postgres_clock import DatabaseClock

READ_YOUR_WRITES_SECONDS = 1.0

Woken = Callable[[Appended], None]


class WakingStore(PgStore):
    """The application's store; each append wakes relay and projections."""

    def __init__(self, service: str, engine: AsyncEngine, woken: Woken) -> None:
        super().__init__(service, engine)
        self._woken = woken

    async def append(self, commit: Commit) -> Receipt:
        receipt = await super().append(commit)
        self._woken([(commit.origin.agency, receipt.last_seq)])
        return receipt


class Runtime:
    """One service's running parts; opened by the composition root, closed in reverse order."""

    def __init__(self, settings: Settings) -> None:
        """Compose the parts without connecting. Raises `BrokenPack`: a service does not start with a faulty pack."""
        self.settings = settings
        self.service = settings.service
        self.exercise = settings.exercise
        self.library = library_with(settings.policy_folder)
        self.app_engine = open_engine(settings.database_app_dsn)
        self.carrier_engine = open_engine(settings.database_carrier_dsn)
        self._keys_engine = open_engine(settings.keys_dsn) if settings.keys_dsn else None
        self.timekeeper = Timekeeper(self.carrier_engine, database_elsewhere=settings.database_elsewhere)
        self.clock: Clock = DatabaseClock(self.app_engine) if settings.exercise else self.timekeeper
        self.store: EventStore = WakingStore(self.service, self.app_engine, self.woken)
        self.log = PgLog(self.service, self.carrier_engine)
        self.vault: Vault | None = self._vault()
        self.read_your_writes = ReadYourWrites(self.service, self.carrier_engine)
        self.source_heads = SourceHeads()
        self.projections: Sequence[Projection] = ()
        """The projections that this process folds and reads; the composition root sets them."""
        self.stopping = False
        """True once the process was asked to stop; a streaming answer then ends."""
        self._listeners: list[Woken] = []

    @property
    def engines(self) -> dict[str, AsyncEngine]:
        """Every engine by the name of its role."""
        given = {"app": self.app_engine, "carrier": self.carrier_engine, "keys": self._keys_engine}
        return {name: engine for name, engine in given.items() if engine is not None}

    def woken(self, appended: Appended) -> None:
        """Report appends to the relay and the own projections."""
        for listener in self._listeners:
            listener(appended)

    def on_append(self, listener: Woken) -> None:
        """Call `listener` with every append."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def reading(self, agency: str) -> AsyncIterator[AsyncConnection]:
        """A connection to the projections of one agency, under row-level security. Raises `StoreUnavailable`."""
        try:
            async with self.app_engine.connect() as connection:
                await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
                yield connection
        except Exception as error:
            if is_outage(error):
                raise StoreUnavailable(str(error)) from error
            raise

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[tuple[AsyncConnection, TransactionStore]]:
        """A transaction of the carrier role for timers; after its commit its appends wake the relay."""
        async with self.carrier_engine.begin() as connection:
            store = TransactionStore(self.service, connection)
            yield connection, store
        self.woken(store.appended)

    async def freshness(self, agencies: Collection[str], names: Collection[str]) -> Freshness:
        """Up to when the projections `names` are complete for `agencies`. Ask it before the figures are read."""
        projections = [each for each in self.projections if each.name in names]
        async with self.app_engine.connect() as connection:
            shown = await projections_reached(connection, names, agencies)
        return self.source_heads.compare(projections, agencies, shown)

    async def old_projections(self) -> Mapping[str, int | None]:
        """Name → stored version of the projections that the database holds in another version than this code's."""
        async with self.app_engine.connect() as connection:
            return await other_versions(connection, self.projections)

    def policy(self, agency_id: str, on: date) -> Policy:
        """The policy of an agency on a day, from the built-in packs and those of the deployment's own folder.

        Raises `PolicyError`.
        """
        return Policy(agency_id, on, library=self.library)

    async def caught_up(self, agency: str, seq: int) -> bool:
        """Wait, a second at most, until this service's projections of its own lane show number `seq`."""
        return await self.read_your_writes.show(agency, seq, READ_YOUR_WRITES_SECONDS)

    async def shows_present(self, agency: str) -> bool:
        """Wait, a second at most, until this service's projections show every event of its own lane that exists now.

        For what commands in other processes appended: nobody told this one.
        """
        head = (await self.log.heads()).get(agency)
        if head is None:
            return True
        self.woken([(agency, head.seq)])
        return await self.caught_up(agency, head.seq)

    async def close(self) -> None:
        """Finish pending appends, then close the connections."""
        if isinstance(self.store, PgStore):
            await self.store.close()
        for engine in self.engines.values():
            await engine.dispose()

    def _vault(self) -> Vault | None:
        if self._keys_engine is None:
            return None
        given: dict[Scope, SecretStr | None] = {
            "identity": self.settings.vault_identity,
            "text": self.settings.vault_text,
            "party": self.settings.vault_party,
            "plain": self.settings.vault_plain,
        }
        secrets = {scope: secret_bytes(secret) for scope, secret in given.items() if secret is not None}
        return PgVault(self._keys_engine, Secrets(secrets))
