"""A quiet agency beside a noisy import: from commit to a committed effect in another service, alone and beside it.

As in production each has a process of its own: intake, which writes the quiet agency's requests and relays; reporting, which copies
every event into its ledger; the import, which is as fast as the log, so relay, bus and feed have a backlog of its lane all the while.
"""

import asyncio
import json
import os
import statistics
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any
from uuid import uuid4

import nats
import uvloop

from bench.end_to_end import CountProjection, carriage, settings_of
from bench.ground import ACTOR, LANES, Ground, commit, event
from bench.measure import ROUNDS, Figure
from intake.past.handlers import Catalogue
from intake.past.ledger import Imported, PastLedger
from reporting.projections.ledger import LedgerProjection
from shared.bus.envelope import hint_subject
from shared.delivery.subscription import Appended
from shared.message import Origin
from shared.process.priority import give_way
from shared.process.settings import Settings
from shared.service.runtime import Runtime
from shared.time.clock import wall_clock

TARGET = 3.0
QUIET, NOISY = LANES[0], LANES[1]
COMMITS_PER_SECOND = 10
TELL_EVERY = 100
KIND, OUTCOME = "natural_person", "granted"
AHEAD_SECONDS = 4.0
"""The import's process starts before the first request."""
CALM_SECONDS = 2.0
"""After the import's last row took effect."""
LATE_SECONDS = 60.0
TOLD = CountProjection("told", "intake")
PROJECTIONS = {"intake": (), "reporting": (LedgerProjection(), TOLD)}

Party = Callable[..., Coroutine[Any, Any, None]]


async def figures(ground: Ground) -> list[Figure]:
    """p95 in milliseconds beside an import and alone: medians of a few turns."""
    seconds = float(os.environ.get("BENCH_SECONDS", "60")) / (2 * ROUNDS)
    runtime, carrier = carriage(settings_of(ground, "intake"), ())
    carrying = asyncio.create_task(carrier.run(()))
    hears, telling = get_context("spawn").Pipe(duplex=False)
    heard = Heard(hears)
    quiet, beside = [], []
    with _beside(_listen, settings_of(ground, "reporting"), telling):
        await _p95(runtime, AHEAD_SECONDS, heard)  # a warm-up
        for _ in range(ROUNDS):
            quiet.append(await _p95(runtime, seconds, heard))
            with _beside(_import, settings_of(ground, "intake")):
                await _p95(runtime, AHEAD_SECONDS, heard)
                beside.append(await _p95(runtime, seconds, heard))
            await heard.effect(NOISY, (await runtime.log.heads())[NOISY].seq)
            await asyncio.sleep(CALM_SECONDS)
    carrying.cancel()
    await asyncio.gather(carrying, return_exceptions=True)
    await carrier.close()
    await runtime.close()
    ours, alone = statistics.median(beside), statistics.median(quiet)
    return [Figure("quiet lane beside an import, p95", ours, alone, "alone", TARGET, "ms", at_most=True)]


class Heard:
    """What reporting tells: when each row of the quiet lane took effect, and the last of each turn."""

    def __init__(self, hears: Connection) -> None:
        self._hears = hears
        self._at: dict[tuple[str, int], float] = {}
        asyncio.get_running_loop().add_reader(hears.fileno(), self._take)

    def _take(self) -> None:
        self._at.update(self._hears.recv())

    async def effect(self, agency: str, seq: int) -> float:
        """The instant at which a row took effect; waits for it."""
        async with asyncio.timeout(LATE_SECONDS):
            while (agency, seq) not in self._at:  # noqa: ASYNC110  # a future a row would cost more than looking
                await asyncio.sleep(0.01)
        return self._at.pop((agency, seq))


async def _p95(runtime: Runtime, seconds: float, heard: Heard) -> float:
    """Write requests of the quiet agency, wait for all of them, and return the p95 from commit to effect."""
    committed: dict[int, float] = {}
    for _ in range(int(seconds * COMMITS_PER_SECOND)):
        receipt = await runtime.store.append(commit(QUIET, event()))
        committed[receipt.last_seq] = perf_counter()
        await asyncio.sleep(1 / COMMITS_PER_SECOND)
    took = [await heard.effect(QUIET, seq) - at for seq, at in committed.items()]
    return statistics.quantiles(took, n=20)[18] * 1000


@contextmanager
def _beside(party: Party, *given: object) -> Iterator[None]:
    """Another process, for as long as it is held."""
    process = get_context("spawn").Process(target=_run, args=(party, *given), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _run(party: Party, *given: object) -> None:
    uvloop.run(party(*given))


async def _listen(settings: Settings, telling: Connection) -> None:
    """Reporting: tell when each row of the quiet lane has taken effect; all processes share the clock."""
    runtime, carrier = carriage(settings, PROJECTIONS["reporting"])

    def committed(_: Appended) -> None:
        at, quiet = perf_counter(), [row for row in TOLD.folded if row.agency == QUIET]
        telling.send({(row.agency, row.seq): at for row in (*quiet, *TOLD.folded[-1:])})
        TOLD.folded.clear()

    runtime.on_append(committed)
    await carrier.run(())


async def _import(settings: Settings) -> None:
    """`lantai ledger import` of a file without end, which tells intake of every hundredth record at once."""
    give_way()
    runtime, client = Runtime(settings), await nats.connect(settings.nats_url)
    catalogue = Catalogue(frozenset({KIND}), frozenset({OUTCOME}))

    def told(done: Imported) -> None:
        if done.new % TELL_EVERY == 0:
            telling.append(
                asyncio.create_task(client.publish(hint_subject(settings.service), NOISY.encode()))
            )

    telling: deque[asyncio.Task[None]] = deque(maxlen=1)
    ledger = PastLedger(runtime.store, catalogue, Origin.first(NOISY, ACTOR, wall_clock()), told)
    await ledger.take(_records(), Imported())


def _records() -> Iterator[tuple[int, bytes]]:
    record = {
        "applicant_kind": KIND,
        "received_on": "2023-03-01",
        "closed_on": "2023-03-15",
        "outcome": OUTCOME,
    }
    for n in count(1):
        yield n, json.dumps({"id": f"{uuid4()}", **record}).encode()
