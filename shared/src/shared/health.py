"""Health is progress: how far each follower is behind, and whether it moves. A ping proves nothing.

`/livez`: the event loop turns (else the watchdog ends the process). `/readyz`: database and bus answer, nothing is
parked, no follower stands still behind its source. `/metrics`: Prometheus.
"""

import asyncio
import os
import threading
import time

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text

from shared.carriage import Carriage
from shared.runtime import Runtime

STUCK_SECONDS = 30.0
EXIT_STUCK = 71


class Watchdog(threading.Thread):
    """Ends the process when the event loop has not turned for `STUCK_SECONDS`: nothing on the loop could."""

    def __init__(self) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._turned = time.monotonic()

    async def tick(self) -> None:
        """Turn with the loop."""
        while True:
            self._turned = time.monotonic()
            await asyncio.sleep(1)

    def run(self) -> None:
        """Watch. A machine that slept is given the benefit: the loop gets one more interval."""
        warned = False
        while True:
            time.sleep(STUCK_SECONDS / 3)
            stuck = time.monotonic() - self._turned > STUCK_SECONDS
            if stuck and warned:
                os._exit(EXIT_STUCK)
            warned = stuck


def health_routes(runtime: Runtime, carriage: Carriage, registry: CollectorRegistry) -> APIRouter:
    """The three endpoints; they tell nothing personal and need no sign-in."""
    router = APIRouter(include_in_schema=False)
    behind = Gauge("lantai_lag_events", "Events not yet in effect", ["follower"], registry=registry)

    @router.get("/livez")
    async def livez() -> Response:
        return Response("ok")

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        state = await _state(runtime, carriage)
        return JSONResponse(state, 200 if state["ready"] else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        for feed in carriage.feeds.values():
            for follower, lag in feed.lag.items():
                behind.labels(f"{feed.source}:{follower}").set(lag)
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    return router


async def _state(runtime: Runtime, carriage: Carriage) -> dict[str, object]:
    try:
        async with runtime.carrier_engine.connect() as connection:
            parked = [
                dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented way to a row's columns
                for row in await connection.execute(
                    text("select follower, service, agency, seq from carrier.parked")
                )
            ]
        heads = await runtime.log.heads()
        database = True
    except Exception:  # noqa: BLE001  # whatever keeps the database from answering, it does not answer
        parked, heads, database = [], {}, False
    relay = carriage.relay
    unsent = {a: h.seq - relay.position(a) for a, h in heads.items()} if relay else {}
    bus = carriage.connected()
    lag = {
        f"{feed.source}:{follower}": count
        for feed in carriage.feeds.values()
        for follower, count in feed.lag.items()
        if count
    }
    return {
        "ready": database and bus and not parked and carriage.started,
        "active": carriage.active,
        "database": database,
        "bus": bus,
        "parked": parked,
        "lag": lag,
        "relay": {agency: count for agency, count in unsent.items() if count},
    }
