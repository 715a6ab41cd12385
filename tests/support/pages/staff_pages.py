"""A service's pages over projections on PostgreSQL without a carrier: the test folds rows and signs staff in."""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from httpx import ASGITransport, AsyncClient

from shared.delivery.advance import move, positions
from shared.delivery.subscription import fold_into
from shared.eventlog.store import Head
from shared.message import Recorded
from shared.process.settings import Settings
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts, create_app
from shared.staff.directory import StaffDirectory
from shared.time.clock import wall_clock
from shared.web.access.staff_pass import COOKIE, Pass, PassSigner
from support.pages.passes import held as holding
from support.servers.databases import ServiceDatabase

SECRET = "form-secret-of-a-test"


class Pages:
    """The application of one service."""

    def __init__(self, database: ServiceDatabase, compose: Callable[[Runtime], ServiceParts]) -> None:
        self._key = Ed25519PrivateKey.generate()
        public = b64encode(self._key.public_key().public_bytes_raw()).decode()
        settings = Settings(
            service=database.service,
            listen_port=0,
            public_url="http://test",
            database_app_dsn=database.app_dsn,
            database_carrier_dsn=database.carrier_dsn,
            nats_url="nats://127.0.0.1:1",
            pass_public_key=public,
        )
        self.runtime: Runtime
        self.parts: ServiceParts
        self.app = create_app(settings, lambda runtime: self._keep(runtime, compose), carrying=False)

    def _keep(self, runtime: Runtime, compose: Callable[[Runtime], ServiceParts]) -> ServiceParts:
        self.runtime, self.parts = runtime, compose(runtime)
        return self.parts

    async def fold(self, rows: Sequence[Recorded]) -> None:
        """Fold rows of one lane into every projection that reads the service, and move its checkpoint."""
        for projection in (*self.parts.projections, StaffDirectory()):
            if rows and rows[0].service in projection.sources:
                key, agency, service = f"{projection.name}_1", rows[0].agency, rows[0].service
                async with self.runtime.carrier_engine.begin() as connection:
                    await positions(connection, [key], service, [agency])
                    await move(connection, service, {(key, agency): Head(rows[-1].seq, rows[-1].chain)})
                    await fold_into(connection, projection, key, rows)

    @asynccontextmanager
    async def browser(
        self, *roles: str, agencies: tuple[str, ...] = ("qionghai",)
    ) -> AsyncIterator[AsyncClient]:
        """A browser, signed in if roles are given."""
        cookies = {COOKIE: self._pass(roles, agencies)} if roles else {}
        async with AsyncClient(
            transport=ASGITransport(self.app), base_url="http://test", cookies=cookies
        ) as client:
            yield client

    def _pass(self, roles: tuple[str, ...], agencies: tuple[str, ...]) -> str:
        now = wall_clock()
        claims = Pass(
            account="zhao.min",
            person="p-zhao",
            name="赵敏",
            agencies=agencies,
            held=holding(*roles),
            csrf=SECRET,
            issued_at=now - timedelta(minutes=1),
            expires_at=now + timedelta(minutes=10),
        )
        return PassSigner(self._key).issue(claims)
