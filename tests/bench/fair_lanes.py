"""A quiet agency beside a noisy import: from commit to a committed effect in another service, alone and beside it.

The import appends a hundred events a commit as fast as the log takes them, so relay, bus and feed have a backlog of
its lane all the while. Reporting copies every event into its ledger, as it does in production.
"""

import asyncio
import os
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import perf_counter
from uuid import uuid4

from bench.end_to_end import CountProjection, carriage, stamp
from bench.ground import ACTOR, LANES, Ground, commit, event
from bench.measure import Figure
from reporting.projections.ledger import LedgerProjection
from shared.eventlog.store import Change, Commit
from shared.message import Origin
from shared.service.runtime import Runtime
from shared.time.clock import wall_clock

TARGET = 3.0
QUIET, NOISY = LANES[0], LANES[1]
COMMITS_PER_SECOND = 10
IMPORT_ROWS = 100
AHEAD_SECONDS = 2.0
"""The import's start, before the first request."""
LATE_SECONDS = 60.0
TOLD = CountProjection("told", "intake")
PROJECTIONS = {"intake": (), "reporting": (LedgerProjection(), TOLD)}


async def figures(ground: Ground) -> list[Figure]:
    """p95 in milliseconds beside an import and alone."""
    seconds = float(os.environ.get("BENCH_SECONDS", "60")) / 2
    services = {name: carriage(ground, name, its) for name, its in PROJECTIONS.items()}
    writer, (listener, _) = services["intake"][0], services["reporting"]
    sent: dict[object, float] = {}
    times: list[float] = []
    stamp(listener, TOLD, sent, times)
    tasks = [asyncio.create_task(carrier.run(())) for _, carrier in services.values()]
    await _p95(writer, AHEAD_SECONDS, sent, times)  # a warm-up
    quiet = await _p95(writer, seconds, sent, times)
    async with _importing(writer):
        beside = await _p95(writer, seconds, sent, times)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for runtime, carrier in services.values():
        await carrier.close()
        await runtime.close()
    return [Figure("quiet lane beside an import, p95", beside, quiet, "alone", TARGET, "ms", at_most=True)]


async def _p95(runtime: Runtime, seconds: float, sent: dict[object, float], times: list[float]) -> float:
    """Write requests of the quiet agency, wait for all of them, and return the p95 from commit to effect."""
    sent.clear()
    times.clear()
    for _ in range(int(seconds * COMMITS_PER_SECOND)):
        one = commit(QUIET, event())
        await runtime.store.append(one)
        sent[one.changes[0].stream] = perf_counter()
        await asyncio.sleep(1 / COMMITS_PER_SECOND)
    async with asyncio.timeout(LATE_SECONDS):
        while len(times) < len(sent):  # noqa: ASYNC110  # the fold tells by the list
            await asyncio.sleep(0.01)
    return statistics.quantiles(times, n=20)[18] * 1000


@asynccontextmanager
async def _importing(runtime: Runtime) -> AsyncIterator[None]:
    """An import of the noisy agency for as long as it is held."""
    task = asyncio.create_task(_import(runtime))
    await asyncio.sleep(AHEAD_SECONDS)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _import(runtime: Runtime) -> None:
    body = event()
    while True:
        changes = tuple(Change(f"import/{uuid4()}", 0, (body,)) for _ in range(IMPORT_ROWS))
        await runtime.store.append(Commit(Origin.first(NOISY, ACTOR, wall_clock()), changes))
