"""Health endpoints, for orchestrators and alerts. None shows personal data; the gateway answers 404 for all of them.

`/livez`: the event loop runs (else the watchdog ends the process). `/readyz`: this process can serve pages, that is, the
database answers and holds this code's versions of the projections; a bus that is away or a lane that stands still takes no page off the net. `/carrierz`: events move and
the wall clock is not in doubt; 503 calls a person or an alert, no restart. Both answer within `ANSWER_SECONDS`, also while
the database is silent.
"""

import asyncio
import os
import threading
import time
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text

from shared.service.carrier import Carrier
from shared.service.runtime import Runtime

STUCK_SECONDS = 30.0
FAILING_SECONDS = 10.0
ANSWER_SECONDS = 2.0
EXIT_STUCK = 71
WELL, ILL = 200, 503
DEAD_LETTERS = text("select subscription, service, agency, seq from carrier.dead_letter order by 1, 2, 3")

T = TypeVar("T")

_unfinished: set["asyncio.Task[Any]"] = set()
"""Questions that the database has not answered in time: a task must be referred to until it ends."""


class Watchdog(threading.Thread):
    """A thread that ends the process when the event loop has not run for `STUCK_SECONDS`."""

    def __init__(self) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._turned = time.monotonic()

    async def tick(self) -> None:
        """Record the time every second, on the event loop."""
        while True:
            self._turned = time.monotonic()
            await asyncio.sleep(1)

    def run(self) -> None:
        """Check the recorded time. After a suspension of the machine the loop gets one more interval."""
        warned = False
        while True:
            time.sleep(STUCK_SECONDS / 3)
            stuck = time.monotonic() - self._turned > STUCK_SECONDS
            if stuck and warned:
                os._exit(EXIT_STUCK)
            warned = stuck


def health_routes(runtime: Runtime, carrier: Carrier) -> APIRouter:
    """The three endpoints; they need no sign-in."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> Response:
        return Response("ok")

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        found = await readiness(runtime)
        return JSONResponse(found, WELL if found["ready"] else ILL)

    @router.get("/carrierz")
    async def carrierz() -> JSONResponse:
        found = await state(runtime, carrier)
        return JSONResponse(found, WELL if found["healthy"] else ILL)

    return router


async def readiness(runtime: Runtime) -> dict[str, Any]:
    """The body of `/readyz`."""
    old = await in_time(runtime.old_projections())
    database = old is not None
    return {"ready": database and not old, "database": database, "old_projections": old or {}}


async def state(runtime: Runtime, carrier: Carrier) -> dict[str, Any]:
    """The body of `/carrierz`: dead letters, lag and lanes that stand still, by name."""
    found = await in_time(_in_database(runtime))
    database = found is not None
    dead_letters, heads, old = found or ([], {}, {})
    bus, relay = carrier.connected(), carrier.relay
    held = dict(relay.held) if relay else {}
    standing = sorted(
        f"{feed.source}:{lane}"
        for feed in carrier.feeds.values()
        for lane in feed.standstill.stalled(STUCK_SECONDS)
    )
    unheard = carrier.unheard(STUCK_SECONDS)
    kept = runtime.timekeeper.report()
    moving = (carrier.started or not carrier.active) and not (relay and relay.failing(FAILING_SECONDS))
    return {
        "healthy": database
        and bus
        and moving
        and not (dead_letters or held or standing or unheard or kept["doubt"] or old),
        "moving": moving,
        "active": carrier.active,
        "database": database,
        "bus": bus,
        "old_projections": old,
        "dead_letters": dead_letters,
        "held": held,
        "standing": standing,
        "unheard": unheard,
        "time": kept,
        "lag": {
            f"{feed.source}:{lane}": count
            for feed in carrier.feeds.values()
            for lane, count in feed.standstill.lag.items()
            if count
        },
        "relay": {a: seq - relay.position(a) for a, seq in heads.items() if seq > relay.position(a)}
        if relay
        else {},
    }


async def in_time(question: Coroutine[Any, Any, T]) -> T | None:
    """The answer to a question to the database; None if it fails or takes longer than `ANSWER_SECONDS`.

    A question that is late is cancelled but not awaited, because closing the connection of a silent server takes time too.
    """
    asking = asyncio.create_task(question)
    _unfinished.add(asking)
    asking.add_done_callback(_forget)
    await asyncio.wait({asking}, timeout=ANSWER_SECONDS)
    if asking.done() and not asking.cancelled() and asking.exception() is None:
        return asking.result()
    asking.cancel()
    return None


def _forget(task: "asyncio.Task[Any]") -> None:
    _unfinished.discard(task)
    if not task.cancelled():
        task.exception()  # whatever kept the database from answering, it does not answer


async def _in_database(
    runtime: Runtime,
) -> tuple[list[dict[str, Any]], dict[str, int], Mapping[str, int | None]]:
    """The dead letters, the last number of each own lane, and the projections of other versions."""
    async with runtime.carrier_engine.connect() as connection:
        dead_letters = [dict(row) for row in (await connection.execute(DEAD_LETTERS)).mappings()]
    heads = {agency: head.seq for agency, head in (await runtime.log.heads()).items()}
    return dead_letters, heads, await runtime.old_projections()
