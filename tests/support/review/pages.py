"""Review's pages in one process: projections on PostgreSQL, store and vault in memory, folded whenever a page
waits.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from review.app import pages as review_pages
from review.projections import PROJECTIONS
from shared.delivery.subscription import fold_into
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.message import NOBODY, Event
from shared.staff.directory import StaffDirectory
from shared.web.access.staff_pass import COOKIE, HeldRole, Pass, PassSigner, PassVerifier
from shared.web.install import install
from shared.web.pages.own_style import own_style
from shared.web.pages.pages import Pages, own_templates
from shared.web.pages.sites import sites
from shared.web.settings import WebSettings
from support.review.office import AGENCY, SECTION, Scene
from support.review.play import until_drafted

SIGNED_IN_AT = datetime(2025, 3, 10, tzinfo=UTC)
CSRF = "c" * 43


class ReviewSite:
    """A runtime for review's pages over a scene; `caught_up` folds every lane as the carrier does."""

    def __init__(self, scene: Scene, carrier: AsyncEngine, app: AsyncEngine) -> None:
        self.scene, self._carrier, self._app = scene, carrier, app
        self.clock, self.store, self.vault = scene.clock, scene.store, scene.vault
        self.deadline = MemoryStore("deadline", lambda: scene.clock._at)
        self.key = Ed25519PrivateKey.generate()

    @asynccontextmanager
    async def reading(self, agency: str) -> AsyncIterator[object]:
        """A connection to the projections under row-level security."""
        async with self._app.begin() as connection:
            await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
            yield connection

    async def caught_up(self, agency: str, seq: int) -> bool:
        """Empty the projections and fold all lanes again."""
        stores = {"review": self.scene.store, "intake": self.scene.intake, "deadline": self.deadline}
        async with self._carrier.begin() as connection:
            for projection in (*PROJECTIONS, StaffDirectory()):
                for table in projection.metadata.sorted_tables:
                    await connection.execute(text(f"delete from {projection.name}_1.{table.name}"))
                for source in projection.sources:
                    rows = await stores[source].read(agency, 0, 10_000)
                    await fold_into(connection, projection, f"{projection.name}_1", rows)
        return seq >= 0

    async def happen(self, store: MemoryStore, stream: str, *events: Event) -> None:
        """Append events of another service and fold them."""
        rows = await store.load(AGENCY, stream)
        await store.append(Commit(self.scene.origin("clerk"), (Change(stream, len(rows), events),)))
        await self.caught_up(AGENCY, 0)

    def application(self) -> FastAPI:
        """An application with review's pages."""
        app = FastAPI()
        web = WebSettings(secure_cookies=False)
        pages = Pages(own_templates("review"), sites=sites(date(2025, 3, 10)), settings=web)
        verifier = PassVerifier(self.key.public_key(), lambda _account: False)
        install(app, pages, verifier, web, real_now=lambda: SIGNED_IN_AT)
        app.include_router(own_style("review"))
        for router in review_pages(self, self.scene.deps):
            app.include_router(router)
        return app

    def cookie(
        self,
        *roles: str,
        account: str = "",
        section: str = SECTION,
        held: tuple[HeldRole, ...] = (),
        **who: str,
    ) -> str:
        """The pass of a person with these roles, by default named after the first.

        A section head holds the role for `section`. `who` may give the `person`, the person it acts for
        (`acting_for`) and the section in its charge (`field`); `held` gives all roles at once.
        """
        login = account or f"the.{roles[0]}"
        held = held or tuple(
            HeldRole(
                role=role,
                sections=tuple(filter(None, (section if role == "section" else who.get("field"),))),
                acting_for=who.get("acting_for", NOBODY),
            )
            for role in roles
        )
        return PassSigner(self.key).issue(
            Pass(
                account=login,
                person=who.get("person", login),
                name="王莉",
                agencies=(AGENCY,),
                held=held,
                csrf=CSRF,
                issued_at=SIGNED_IN_AT,
                expires_at=SIGNED_IN_AT + timedelta(minutes=15),
            )
        )

    def browser(self, *roles: str, **who) -> AsyncClient:
        """A browser, signed in as `cookie` describes if roles are given."""
        transport = ASGITransport(self.application())
        cookies = {COOKIE: self.cookie(*roles, **who)} if roles else {}
        return AsyncClient(transport=transport, base_url="http://test", cookies=cookies)

    async def post(self, roles: tuple[str, ...], act: str, of: str = SECTION, **fields: str):
        """Send a form of the case page as a person of section `of`."""
        async with self.browser(*roles, section=of) as browser:
            return await browser.post(f"{self.case_path}/{act}", data={"csrf": CSRF, **fields})

    async def get(self, roles: tuple[str, ...], path: str = "", of: str = SECTION):
        """The case page, or another, as a person of section `of` sees it."""
        async with self.browser(*roles, section=of) as browser:
            return await browser.get(path or self.case_path)

    @property
    def case_path(self) -> str:
        """The address of the case."""
        return f"/review/{AGENCY}/cases/{self.scene.request_id}"


async def drafted(site: ReviewSite) -> None:
    """Bring the case to its first draft and fold the projections."""
    await until_drafted(site.scene)
    await site.caught_up(AGENCY, 0)
