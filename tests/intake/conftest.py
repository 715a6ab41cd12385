"""Intake on a real database, without the bus: what it appends is folded into its projections at once."""

from asyncio import create_task, gather
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI

from intake.acts.open_account import hash_random, open_account
from intake.app import PRIVATES, compose
from intake.projections import PROJECTIONS
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.loaded_request import load_request
from intake.section.handlers import change_section
from intake.storage import SignInStore
from shared.delivery.feed import Feed
from shared.delivery.subscription import ProjectionSubscription, ReactionSubscription
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.terms import CountedDay, SkippedDay
from shared.message import Actor, Event, Origin
from shared.papers.press import Press
from shared.privacy.sealing import SubjectKey
from shared.process.settings import Settings
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts, create_app
from shared.staff.directory import StaffDirectory
from shared.time.clock import FrozenClock
from support.deadline.events import due_set
from support.intake.office import office_over
from support.intake.reactions import IntakeInMemory
from support.intake.replies import signed
from support.intake.staff import new_section, new_staff
from support.servers.databases import KeyDatabase, ServiceDatabase

AGENCY = "qionghai"
PASSWORD = "correct horse"
MORNING = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)
ALL_BOOKS = (*PROJECTIONS, StaffDirectory())
CLAUSE = "条例第三十六条第（二）项"


@dataclass
class RunningIntake:
    """A running intake. `hear` delivers events of other services."""

    app: FastAPI
    runtime: Runtime
    clock: FrozenClock
    neighbours: dict[str, MemoryStore]
    feeds: dict[str, Feed]
    pending: list = field(default_factory=list)
    key_database: KeyDatabase | None = None

    @property
    def deps(self) -> Dependencies:
        """The dependencies of handlers, for commands beside the pages."""
        return office_over(self.runtime.store, self.runtime.vault)

    def browser(self) -> httpx.AsyncClient:
        """A browser with its own cookies."""
        transport = httpx.ASGITransport(app=self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://intake.test")

    async def hear(self, service: str, stream: str, event: Event, key_id: str | None = None) -> None:
        """Append an event of another service and let intake react to it."""
        store = self.neighbours[service]
        version = len(await store.load(AGENCY, stream))
        origin = Origin.first(AGENCY, Actor(kind="service", id=service), await self.clock.now())
        await store.append(Commit(origin, (Change(stream, version, (event,), key_id),)))
        await self.feeds[service].catch_up(AGENCY)
        await self.feeds["intake"].catch_up(AGENCY)

    async def settle(self) -> None:
        """Let the projections catch up."""
        await gather(*self.pending)
        await self.feeds["intake"].catch_up(AGENCY)

    async def open_account(
        self, login: str, *roles: str, password: str = PASSWORD, section: str | None = None
    ) -> None:
        """A member of staff who may sign in."""
        origin = Origin.first(AGENCY, Actor(kind="service", id="setup"), await self.clock.now())
        if section:
            await change_section(self.runtime.store, new_section(origin, section))
        opening, granting = new_staff(origin, login, *roles, sections=(section,) if section else ())
        keeper = SignInStore(self.runtime.app_engine)
        await open_account(self.runtime.store, keeper, opening, granting, password, hash_random)
        await self.settle()

    async def key(self, request_id: UUID) -> SubjectKey:
        """The key that a request is sealed under."""
        first = (await self.runtime.store.load(AGENCY, f"request/{request_id}"))[0]
        return await self.runtime.vault.open(AGENCY, str(first.key_id))

    async def issue_reply(self, request_id: UUID) -> None:
        """Review signs and issues a granting reply."""
        parts = {"decision": "现予提供。", "materials": ("收入数据表",)}
        await self.answer(request_id, "granted", CLAUSE, **parts)

    async def answer(self, request_id: UUID, outcome: str, clause: str, **parts) -> None:
        """Review signs and issues a reply of that outcome today."""
        key, on = await self.key(request_id), (await self.clock.now()).date()
        event = signed(
            key, await load_request(self.runtime.store, AGENCY, request_id), outcome, clause, day=on, **parts
        )
        await self.hear("review", f"case/{request_id}", event, key.key_id)

    async def count_due_date(self, request_id: UUID, **standing) -> None:
        """Deadline counts twenty working days from 2025-03-03."""
        days = [MORNING.date() + timedelta(days=n) for n in range(1, 29)]
        working = [day for day in days if day.isoweekday() < 6]
        event = due_set(
            request_id,
            working[-1],
            counted=[CountedDay(day, n, "workday") for n, day in enumerate(working, 1)],
            skipped=[SkippedDay(day, "weekend") for day in days if day not in working],
            **standing,
        )
        await self.hear("deadline", f"clock/request/{request_id}/reply", event)


@pytest.fixture(scope="session")
def press() -> Press:
    """A press with the free faces."""
    return Press("intake.request.papers")


@pytest.fixture
def memory_intake(press: Press) -> IntakeInMemory:
    """Intake in memory, with its papers."""
    return IntakeInMemory(press)


@pytest.fixture
async def intake_database(postgres_cluster) -> AsyncIterator[ServiceDatabase]:
    """Intake's database, migrated and empty."""
    yield await postgres_cluster.service("intake", projections=ALL_BOOKS, private=PRIVATES)
    await postgres_cluster.drop_clones()


@pytest.fixture
async def site(postgres_cluster, intake_database, tmp_path) -> AsyncIterator[RunningIntake]:
    """One intake with an empty log."""
    keys = await postgres_cluster.keys()
    settings = settings_of(intake_database, keys, tmp_path)
    made: list[tuple[Runtime, ServiceParts]] = []

    def compose_and_keep(runtime: Runtime):
        runtime.clock = FrozenClock(MORNING)
        made.append((runtime, compose(runtime)))
        return made[0][1]

    app = create_app(settings, compose_and_keep, carrying=False)
    runtime, parts = made[0]
    running = _site(app, runtime, parts)
    running.key_database = keys
    yield running
    await running.settle()
    await runtime.close()


def settings_of(database, keys, folder) -> Settings:
    """Settings as the local stack gives them."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Settings(
        service="intake",
        listen_port=0,
        public_url="http://intake.test",
        database_app_dsn=database.app_dsn,
        database_carrier_dsn=database.carrier_dsn,
        keys_dsn=keys.intake_dsn,
        nats_url="nats://nowhere",
        pass_public_key=b64encode(public).decode(),
        pass_private_key=b64encode(key.private_bytes_raw()).decode(),
        vault_identity=b64encode(b"i" * 32).decode(),
        vault_text=b64encode(b"t" * 32).decode(),
        blob_folder=str(folder / "blobs"),
    )


def _site(app: FastAPI, runtime: Runtime, parts: ServiceParts) -> RunningIntake:
    neighbours = {name: MemoryStore(name, lambda: runtime.clock._at) for name in ("review", "deadline")}
    heard = [ReactionSubscription("intake", each) for each in parts.reactions if each.source in neighbours]
    subscriptions = [*(ProjectionSubscription(projection) for projection in ALL_BOOKS), *heard]
    logs = {"intake": runtime.log, **neighbours}
    feeds = {
        source: Feed(
            source,
            log,
            runtime.carrier_engine,
            [each for each in subscriptions if source in each.sources],
            runtime.woken,
        )
        for source, log in logs.items()
    }
    site = RunningIntake(app, runtime, runtime.clock, neighbours, feeds)

    def fold_soon(appended) -> None:
        site.pending.extend(create_task(feeds["intake"].catch_up(agency)) for agency, _ in appended)

    runtime.on_append(fold_soon)
    return site
