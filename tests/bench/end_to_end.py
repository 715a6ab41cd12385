"""From append to a committed effect at 200 events/s: over the broker in another service, beside the own-lane way.

Both run through the real carrier: relay, push consumer, feed, projection. `BENCH_SECONDS` sets the length (600 for the
ten minutes of the promise); the latest arrival is printed and must stay under two seconds.
"""

import asyncio
import os
import statistics
from collections.abc import Sequence
from time import perf_counter

from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.ground import LANES, Ground, commit, event
from bench.measure import Figure
from shared.delivery.subscription import Appended
from shared.message import Recorded
from shared.process.settings import Settings
from shared.projections.generations import Projection
from shared.service.carrier import Carrier
from shared.service.runtime import Runtime

EVENTS_PER_SECOND = 200
TARGET = 20.0
LATEST_SECONDS = 2.0
WARM_UP_SECONDS = 2.0
SETTLE_SECONDS = 3.0


class CountProjection:
    """A projection that counts a lane's events, and remembers what it has folded for the stopwatch."""

    version = 1

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.sources = frozenset({source})
        self.metadata = MetaData(schema=name)
        self.table = Table(
            "lane",
            self.metadata,
            Column("agency", String, primary_key=True),
            Column("events", Integer, nullable=False),
        )
        self.folded: list[Recorded] = []

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Count."""
        fresh = insert(self.table).values(agency=rows[0].agency, events=len(rows))
        await connection.execute(
            fresh.on_conflict_do_update(
                index_elements=["agency"], set_={"events": self.table.c.events + len(rows)}
            )
        )
        self.folded.extend(rows)


PROJECTIONS = {"intake": (CountProjection("near", "intake"),), "review": (CountProjection("far", "intake"),)}


async def figures(ground: Ground) -> list[Figure]:
    """p99 in milliseconds over the broker beside the same without it, and the latest arrival."""
    seconds = float(os.environ.get("BENCH_SECONDS", "60"))
    near, far = await _play(ground, seconds)
    p99_near, p99_far = (statistics.quantiles(times, n=100)[98] * 1000 for times in (near, far))
    latest = max(far)
    return [
        Figure(
            f"end to end p99, {seconds:.0f} s",
            p99_far,
            p99_near,
            "own lane, no broker",
            TARGET,
            "ms",
            at_most=True,
        ),
        Figure("latest arrival", latest, LATEST_SECONDS, "the promise", 1.0, "s", at_most=True),
    ]


async def _play(ground: Ground, seconds: float) -> tuple[list[float], list[float]]:
    services = {name: carriage(settings_of(ground, name), its) for name, its in PROJECTIONS.items()}
    sent: dict[object, float] = {}
    times: dict[str, list[float]] = {"intake": [], "review": []}
    for name, (runtime, _) in services.items():
        stamp(runtime, PROJECTIONS[name][0], sent, times[name])
    tasks = [asyncio.create_task(carrier.run(())) for _, carrier in services.values()]
    await _write(services["intake"][0], WARM_UP_SECONDS, {})
    await asyncio.sleep(SETTLE_SECONDS)
    await _write(services["intake"][0], seconds, sent)
    await asyncio.sleep(SETTLE_SECONDS)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for runtime, carrier in services.values():
        await carrier.close()
        await runtime.close()
    if not len(times["intake"]) == len(times["review"]) == len(sent):
        raise AssertionError(f"{len(sent)} sent, {len(times['intake'])} near, {len(times['review'])} far")
    return times["intake"], times["review"]


def stamp(
    runtime: Runtime, projection: CountProjection, sent: dict[object, float], times: list[float]
) -> None:
    """Take the time of what a projection folded when the transaction around it has committed."""

    def committed(appended: Appended) -> None:
        if appended:  # a command's, not the projection's
            return
        now = perf_counter()
        times.extend(now - sent[row.stream] for row in projection.folded if row.stream in sent)
        projection.folded.clear()

    runtime.on_append(committed)


async def _write(runtime: Runtime, seconds: float, sent: dict[object, float]) -> None:
    body, began, pending = event(), perf_counter(), set()
    for n in range(int(seconds * EVENTS_PER_SECOND)):
        await asyncio.sleep(max(0.0, began + n / EVENTS_PER_SECOND - perf_counter()))
        one = commit(LANES[n % len(LANES)], body)
        sent[one.changes[0].stream] = perf_counter()
        task = asyncio.create_task(runtime.store.append(one))
        pending.add(task)
        task.add_done_callback(pending.discard)
    await asyncio.gather(*pending)


def carriage(settings: Settings, projections: tuple[Projection, ...]) -> tuple[Runtime, Carrier]:
    """The carrier of a service, not yet running."""
    runtime = Runtime(settings)
    return runtime, Carrier(runtime, projections, (), CollectorRegistry())


def settings_of(ground: Ground, service: str) -> Settings:
    """How a service reaches the ground."""
    return Settings(
        service=service,
        listen_port=0,
        database_app_dsn=ground.app(service),
        database_carrier_dsn=ground.carrier(service),
        nats_url=ground.nats.url_for(service),
        nats_user=None,
        nats_password=SecretStr(""),
        pass_public_key="",
    )
