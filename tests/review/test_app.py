"""Review as it is put together: its own roles in PostgreSQL, its own keys, its reaction and projections, its pages."""

from asyncio import create_task, gather
from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from httpx import ASGITransport, AsyncClient

from review.app import compose
from review.case.reactions import FollowRequest
from review.projections import PROJECTIONS
from shared.delivery.feed import Feed
from shared.delivery.subscription import ProjectionSubscription, ReactionSubscription
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.intake.request import RequestAccepted
from shared.events.terms import Subject
from shared.message import Actor, Origin
from shared.policy import Policy
from shared.privacy.postgres_vault import PgVault
from shared.privacy.sealing import ScopeClosedError
from shared.privacy.vault import Secrets
from shared.process.settings import Settings
from shared.service.service import create_app
from shared.staff.directory import StaffDirectory
from shared.time.clock import FrozenClock, wall_clock
from shared.web.access.staff_pass import COOKIE, Pass, PassSigner
from support.pages.passes import held as holding
from support.review.office import AGENCY, MORNING, open_sections

pytestmark = pytest.mark.contract

CSRF = "c" * 43
TEXT, IDENTITY, PARTY = b"t" * 32, b"i" * 32, b"p" * 32


class Standing:
    """Review, started without its carrier: feeds are driven by the test."""

    def __init__(self, database, keys):
        self.signer = Ed25519PrivateKey.generate()
        settings = Settings(
            service="review",
            listen_port=0,
            public_url="http://review.test",
            database_app_dsn=database.app_dsn,
            database_carrier_dsn=database.carrier_dsn,
            keys_dsn=keys.review_dsn,
            nats_url="nats://nowhere",
            pass_public_key=b64encode(self.signer.public_key().public_bytes_raw()).decode(),
            vault_text=b64encode(TEXT).decode(),
            vault_party=b64encode(PARTY).decode(),
        )
        self.app = create_app(settings, self._compose, carrying=False)
        self.intake = MemoryStore("intake", lambda: MORNING)
        self.pending = []
        subscriptions = [
            ProjectionSubscription(projection) for projection in (*PROJECTIONS, StaffDirectory())
        ]
        subscriptions.append(ReactionSubscription("review", FollowRequest(policy_of=Policy)))
        self.feeds = {
            source: Feed(
                source,
                log,
                self.runtime.carrier_engine,
                [each for each in subscriptions if source in each.sources],
                self.runtime.woken,
            )
            for source, log in {"intake": self.intake, "review": self.runtime.log}.items()
        }
        self.runtime.on_append(
            lambda _: self.pending.append(create_task(self.feeds["review"].catch_up(AGENCY)))
        )

    def _compose(self, runtime):
        self.runtime = runtime
        runtime.clock = FrozenClock(MORNING)
        return compose(runtime)

    async def accept(self, key):
        """Intake accepts a request, and review hears of it."""
        event = RequestAccepted(
            request_id=uuid4(),
            accepted_on=MORNING.date(),
            year=2025,
            number=7,
            received_on=MORNING.date(),
            applicant_kind="natural_person",
            content=key.seal("text", "content", "分镇收入数据"),
        )
        origin = Origin.first(AGENCY, Actor(kind="service", id="intake"), MORNING)
        await open_sections(self.intake)
        await self.intake.append(
            Commit(origin, (Change(f"request/{event.request_id}", 0, (event,), key.key_id),))
        )
        await self.feeds["intake"].catch_up(AGENCY)
        await self.feeds["review"].catch_up(AGENCY)
        return event.request_id

    def browser(self, role):
        """Somebody signed in with the real clock."""
        now = wall_clock()
        claims = Pass(
            account=f"the.{role}",
            person=f"the.{role}",
            name="王莉",
            agencies=(AGENCY,),
            held=holding(role, sections=("农村股",) if role == "section" else ()),
            csrf=CSRF,
            issued_at=now - timedelta(minutes=1),
            expires_at=now + timedelta(minutes=10),
        )
        return AsyncClient(
            transport=ASGITransport(self.app),
            base_url="http://review.test",
            cookies={COOKIE: PassSigner(self.signer).issue(claims)},
        )

    async def close(self):
        """Let what was woken finish."""
        await gather(*self.pending)
        await self.runtime.close()


@pytest.fixture
async def standing_and_key(postgres_cluster, engines):
    """A standing review and intake's key of one request."""
    database = await postgres_cluster.service("review", projections=(*PROJECTIONS, StaffDirectory()))
    keys = await postgres_cluster.keys()
    secrets = Secrets({"identity": IDENTITY, "text": TEXT})
    key = await PgVault(engines(keys.intake_dsn), secrets).create(
        AGENCY, Subject.request(uuid4()), ("identity", "text")
    )
    standing = Standing(database, keys)
    yield standing, key
    await standing.close()
    await postgres_cluster.drop_clones()


async def test_an_acceptance_comes_onto_the_desk_and_can_be_assigned(standing_and_key):
    """What intake accepted stands in clear on the clerk's desk, and the form's effect is seen right after it."""
    standing, key = standing_and_key
    request_id = await standing.accept(key)

    async with standing.browser("clerk") as browser:
        desk = await browser.get(f"/review/{AGENCY}/desk")
        case = f"/review/{AGENCY}/cases/{request_id}"
        done = await browser.post(f"{case}/assign", data={"csrf": CSRF, "section": "农村股"})
        page = await browser.get(case)

    assert "分镇收入数据" in desk.text
    assert done.status_code == 303
    assert "分办：农村股" in page.text


async def test_review_cannot_open_an_identity(standing_and_key):
    """Review's keys open what was asked; who asked stays shut."""
    standing, key = standing_and_key
    name = key.seal("identity", "name", "张三")

    opened = await standing.runtime.vault.open(AGENCY, key.key_id)

    with pytest.raises(ScopeClosedError):
        opened.unseal("name", name)
