"""The order of start and stop of a service: settings, logs, engines, pages; then the carriage; down in reverse."""

import asyncio
import os
from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, FastAPI
from jinja2 import PackageLoader
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from prometheus_client import CollectorRegistry

from shared import log
from shared.carriage import Carriage
from shared.clock import legal_day, wall_clock
from shared.follower import Reaction
from shared.health import Watchdog, health_routes
from shared.projector import Book
from shared.revocations import RevocationBook, Revocations
from shared.runtime import Runtime
from shared.settings import Settings
from shared.sites import sites
from shared.tracing import provide_tracing
from shared.unreachable import is_unreachable
from shared.web.access import PassVerifier
from shared.web.install import install
from shared.web.pages import Pages
from shared.web.settings import WebSettings

REFRESH_SECONDS = 2.0
EXIT_BROKEN = 72


@dataclass(frozen=True)
class Rooms:
    """What a service's composition root hands over: its books, what it reacts to, its pages, its timers."""

    books: Sequence[Book]
    reactions: Sequence[Reaction] = ()
    routers: Sequence[APIRouter] = ()
    tickers: Sequence[Callable[[], Coroutine[Any, Any, None]]] = ()


Compose = Callable[[Runtime], Rooms]


def create_app(settings: Settings, compose: Compose, *, carrying: bool = True) -> FastAPI:
    """The application of one service; `carrying=False` leaves the carriage out (page tests)."""
    runtime = Runtime(settings)
    rooms = compose(runtime)
    books = (*rooms.books, RevocationBook())
    runtime.own_books = tuple(book.name for book in books if settings.service in book.sources)
    registry = CollectorRegistry()
    carriage = Carriage(runtime, books, rooms.reactions, registry)
    revocations = Revocations(runtime.carrier_engine)
    exercise = ExerciseTime(runtime)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watchdog = Watchdog()
        watchdog.start()
        tasks = [
            asyncio.create_task(watchdog.tick()),
            asyncio.create_task(_refreshing(revocations, exercise)),
        ]
        if carrying:
            tasks.append(asyncio.create_task(_carry(carriage, rooms)))
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await carriage.close()
        await runtime.close()

    app = FastAPI(title=f"Lantai {settings.service}", lifespan=lifespan, docs_url=None, redoc_url=None)
    web = WebSettings(secure_cookies=settings.secure_cookies, origin=settings.public_url)
    pages = Pages(
        PackageLoader(settings.service, "web/templates"),
        sites=sites(legal_day(wall_clock()), runtime.library),
        settings=web,
        exercise=exercise.shown,
    )
    key = Ed25519PublicKey.from_public_bytes(b64decode(settings.pass_public_key))
    install(app, pages, PassVerifier(key, revocations), web)
    app.include_router(health_routes(runtime, carriage, registry))
    for router in rooms.routers:
        app.include_router(router)
    app.add_middleware(OpenTelemetryMiddleware)
    return app


def run(compose: Compose) -> None:
    """Serve until the process is told to stop; what `python -m <service>` calls."""
    settings = Settings()
    log.configure(settings.service, json=settings.log_json)
    provide_tracing(settings.service)
    uvicorn.run(
        create_app(settings, compose),
        host=settings.listen_host,
        port=settings.listen_port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        proxy_headers=True,
    )


class ExerciseTime:
    """The exercise's instant for the banner: the database's offset, read every few seconds."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._ahead: timedelta | None = None

    async def refresh(self) -> None:
        """Read the offset."""
        if self._runtime.exercise:
            self._ahead = await self._runtime.clock.now() - wall_clock()

    def shown(self) -> datetime | None:
        """The instant that pages show; None in production."""
        if not self._runtime.exercise:
            return None
        return wall_clock() + (self._ahead or timedelta())


async def _refreshing(*lists: Revocations | ExerciseTime) -> None:
    while True:
        for each in lists:
            try:
                await each.refresh()
            except Exception as error:
                if not is_unreachable(error):
                    raise
        await asyncio.sleep(REFRESH_SECONDS)


async def _carry(carriage: Carriage, rooms: Rooms) -> None:
    """A carriage that breaks ends the process: the supervisor starts it anew, and the cursors know where it stood."""
    try:
        await carriage.run(rooms.tickers)
    except asyncio.CancelledError:
        raise
    except BaseException:  # noqa: BLE001  # whatever broke it, half a carriage must not go on
        log.logger().exception("carriage.broken")
        os._exit(EXIT_BROKEN)
