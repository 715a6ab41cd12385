"""Starts and stops a service: settings, logs, engines, pages, then the carrier; stops in reverse order."""

import asyncio
import gc
import sys
from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from socket import socket
from types import FrameType
from typing import Any

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry

from shared.command.reaction import Reaction
from shared.eventlog.outage import is_outage
from shared.process import logs as log
from shared.process.ending import end_process
from shared.process.settings import Settings
from shared.process.tracing import provide_tracing
from shared.projections.generations import Projection
from shared.service.carrier import Carrier
from shared.service.exercise import ExerciseTime
from shared.service.health import Watchdog, health_routes
from shared.service.metrics import Metrics, OwnGauge, metrics_route
from shared.service.runtime import Runtime
from shared.staff.directory import StaffDirectory
from shared.time.clock import legal_day, wall_clock
from shared.web.access.revocations import Revocations
from shared.web.access.staff_pass import PassVerifier
from shared.web.install import install
from shared.web.pages.pages import Pages, own_templates
from shared.web.pages.sites import sites
from shared.web.request_log import Gateway, RequestLog, RequestMetrics
from shared.web.settings import WebSettings

REFRESH_SECONDS = 2.0
EXIT_BROKEN = 72
EXIT_UNSTARTED = 3


@dataclass(frozen=True)
class ServiceParts:
    """The parts that a service's composition root returns: projections, reactions, pages, timers, gauges of its own."""

    projections: Sequence[Projection]
    reactions: Sequence[Reaction] = ()
    routers: Sequence[APIRouter] = ()
    tickers: Sequence[Callable[[], Coroutine[Any, Any, None]]] = ()
    shows_figures: bool = False
    """Whether its pages say up to when their figures are complete (`Runtime.freshness`)."""
    gauges: Sequence[OwnGauge] = ()


Compose = Callable[[Runtime], ServiceParts]


@dataclass(frozen=True)
class Running:
    """The background tasks of a service: the carrier, and the refresh of revocations and exercise time."""

    runtime: Runtime
    parts: ServiceParts
    carrier: Carrier
    revocations: Revocations
    exercise: ExerciseTime
    carrying: bool = True

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Start the background tasks with the application; stop them after it, in reverse order."""
        watchdog = Watchdog()
        watchdog.start()
        loops = [watchdog.tick(), self._refresh()]
        if self.carrying:
            loops.append(self._carry())
        if self.carrying and self.parts.shows_figures:
            loops.append(self._watch_heads())
        tasks = [asyncio.create_task(loop) for loop in loops]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.carrier.close()
        await self.runtime.close()

    async def _refresh(self) -> None:
        while True:
            try:
                await self.revocations.refresh()
                await self.exercise.refresh()
            except Exception as error:
                if not is_outage(error):
                    raise
            await asyncio.sleep(REFRESH_SECONDS)

    async def _watch_heads(self) -> None:
        logs = {source: feed.log for source, feed in self.carrier.feeds.items()}
        await self.runtime.source_heads.watch(logs, self.runtime.clock.now)

    async def _carry(self) -> None:
        """Run the carrier; its failure ends the process. The supervisor restarts it, and it continues at its checkpoints."""
        try:
            await self.carrier.run(self.parts.tickers)
        except asyncio.CancelledError:
            raise
        except BaseException:  # noqa: BLE001  # after any failure no part of the carrier may continue
            end_process(EXIT_BROKEN, "carrier.broken")


def create_app(settings: Settings, compose: Compose, *, carrying: bool = True) -> FastAPI:
    """The application of one service: pages, health endpoints and background tasks.

    With `carrying=False` the carrier does not run, for tests of pages.
    """
    runtime = Runtime(settings)
    parts = compose(runtime)
    projections = (*parts.projections, StaffDirectory())
    runtime.projections = projections
    runtime.read_your_writes.names = tuple(
        projection.name for projection in projections if settings.service in projection.sources
    )
    registry = CollectorRegistry()
    carrier = Carrier(runtime, projections, parts.reactions, registry)
    running = Running(
        runtime, parts, carrier, Revocations(runtime.carrier_engine), ExerciseTime(runtime), carrying
    )
    app = FastAPI(
        title=f"Lantai {settings.service}", lifespan=running.lifespan, docs_url=None, redoc_url=None
    )
    app.state.runtime = runtime
    _install_pages(app, settings, running)
    metrics = Metrics(runtime, carrier, registry, parts.gauges)
    for router in (health_routes(runtime, carrier), metrics_route(metrics), *parts.routers):
        app.include_router(router)
    app.add_middleware(RequestLog, metrics=RequestMetrics(registry))
    app.add_middleware(Gateway, trusted_hosts=settings.gateway_addresses)
    return app


def _install_pages(app: FastAPI, settings: Settings, running: Running) -> None:
    web = WebSettings(secure_cookies=settings.secure_cookies, origin=settings.public_url)
    pages = Pages(
        own_templates(settings.service),
        sites=sites(legal_day(wall_clock()), running.runtime.library),
        settings=web,
        exercise=running.exercise.shown,
    )
    key = Ed25519PublicKey.from_public_bytes(b64decode(settings.pass_public_key))
    verifier = PassVerifier(key, running.revocations)
    install(app, pages, verifier, web, real_now=running.runtime.timekeeper.real_now)


def run(compose: Compose) -> None:
    """Serve until the process is told to stop. `python -m <service>` calls it."""
    settings = Settings()
    log.configure(settings.service, json=settings.log_json)
    provide_tracing(settings.service, settings.otlp_endpoint)
    app = create_app(settings, compose)
    server = StoppableServer(
        uvicorn.Config(
            app,
            host=settings.listen_host,
            port=settings.listen_port,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=5,
            proxy_headers=False,  # `Gateway` reads them
        ),
        app.state.runtime,
    )
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(EXIT_UNSTARTED)


class StoppableServer(uvicorn.Server):
    """A server that freezes objects against garbage collection after start, and tells the runtime when it is asked to stop.

    Otherwise a streaming answer would delay the stop until it is cut off.
    """

    def __init__(self, config: uvicorn.Config, runtime: Runtime) -> None:
        super().__init__(config)
        self._runtime = runtime

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, then freeze all objects made so far: they live to the end, and collecting them would delay a page by 100 ms."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note in the runtime that a signal asked to stop."""
        self._runtime.stopping = True
        super().handle_exit(sig, frame)
