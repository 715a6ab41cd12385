"""Health endpoints. They report progress: how far each subscription is behind, and whether it moves.

`/livez`: the event loop runs (else the watchdog ends the process). `/readyz`: database and bus answer, all tasks of this
process have started, and the database holds its versions of the projections. In its body, `healthy` is false while a lane has a dead letter, is held or stalled; that needs a person, but the
pages stay available. `/metrics`: the same figures for Prometheus.
"""

import os
import threading
import time
from asyncio import sleep
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text

from shared.service.carrier import Carrier
from shared.service.runtime import Runtime

STUCK_SECONDS = 30.0
EXIT_STUCK = 71
DEAD_LETTERS = text("select subscription, service, agency, seq from carrier.dead_letter order by 1, 2, 3")


class Watchdog(threading.Thread):
    """A thread that ends the process when the event loop has not run for `STUCK_SECONDS`."""

    def __init__(self) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._turned = time.monotonic()

    async def tick(self) -> None:
        """Record the time every second, on the event loop."""
        while True:
            self._turned = time.monotonic()
            await sleep(1)

    def run(self) -> None:
        """Check the recorded time. After a suspension of the machine the loop gets one more interval."""
        warned = False
        while True:
            time.sleep(STUCK_SECONDS / 3)
            stuck = time.monotonic() - self._turned > STUCK_SECONDS
            if stuck and warned:
                os._exit(EXIT_STUCK)
            warned = stuck


def health_routes(runtime: Runtime, carrier: Carrier, registry: CollectorRegistry) -> APIRouter:
    """The three endpoints; they show no personal data and need no sign-in."""
    router = APIRouter(include_in_schema=False)
    behind = Gauge("lantai_lag_events", "Events not yet in effect", ["subscription"], registry=registry)
    unsent = Gauge("lantai_relay_lag_events", "Events not yet on the bus", ["agency"], registry=registry)
    dead = Gauge("lantai_dead_letters", "Lanes stopped by a dead letter", registry=registry)
    filled = Gauge("lantai_back_fills", "Reads of a source's log", ["source"], registry=registry)

    @router.get("/livez")
    async def livez() -> Response:
        return Response("ok")

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        found = await state(runtime, carrier)
        return JSONResponse(found, 200 if found["ready"] else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        found = await state(runtime, carrier)
        dead.set(len(found["dead_letters"]))
        _set(behind, found["lag"])
        _set(unsent, found["relay"])
        _set(filled, {feed.source: feed.back_fills for feed in carrier.feeds.values()})
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    return router


async def state(runtime: Runtime, carrier: Carrier) -> dict[str, Any]:
    """The body of `/readyz`."""
    try:
        async with runtime.carrier_engine.connect() as connection:
            dead_letters = [dict(row) for row in (await connection.execute(DEAD_LETTERS)).mappings()]
        heads = {agency: head.seq for agency, head in (await runtime.log.heads()).items()}
        old = await runtime.old_projections()
        database = True
    except Exception:  # noqa: BLE001  # whatever keeps the database from answering, it does not answer
        dead_letters, heads, old, database = [], {}, {}, False
    bus, relay = carrier.connected(), carrier.relay
    held = dict(relay.held) if relay else {}
    standing = sorted(
        f"{feed.source}:{lane}" for feed in carrier.feeds.values() for lane in feed.stalled(STUCK_SECONDS)
    )
    return {
        "ready": database and bus and not old and (carrier.started or not carrier.active),
        "healthy": database and bus and not (dead_letters or held or standing or old),
        "active": carrier.active,
        "database": database,
        "bus": bus,
        "old_projections": old,
        "dead_letters": dead_letters,
        "held": held,
        "standing": standing,
        "lag": {
            f"{feed.source}:{lane}": count
            for feed in carrier.feeds.values()
            for lane, count in feed.lag.items()
            if count
        },
        "relay": {a: seq - relay.position(a) for a, seq in heads.items() if seq > relay.position(a)}
        if relay
        else {},
    }


def _set(gauge: Gauge, figures: Mapping[str, int]) -> None:
    """Replace the gauge's figures, so that caught-up lanes disappear."""
    gauge.clear()
    for label, figure in figures.items():
        gauge.labels(label).set(figure)
