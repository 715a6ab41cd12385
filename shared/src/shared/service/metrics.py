"""`/metrics` for Prometheus. No series names an agency, so a scrape does not grow with them: `/carrierz` names lanes.

Lag, dead letters and lanes that stand still are counted over all lanes, by source and subscription. Messages are counted by event type
(bus/broker.py), answers by route template (web/request_log.py).
"""

import math
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from platform import python_version
from typing import Any, cast

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge, Info, generate_latest
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import QueuePool

from shared.service.carrier import Carrier
from shared.service.engines import CONNECTIONS_MAX
from shared.service.health import in_time, state
from shared.service.runtime import Runtime

CONTENT_TYPE = "text/plain; version=0.0.4"


@dataclass(frozen=True)
class OwnGauge:
    """A gauge that one service has: `count` is asked at every scrape, on a connection of the carrier role."""

    name: str
    help: str
    count: Callable[[AsyncConnection], Awaitable[int]]


class Metrics:
    """The gauges of one service, filled at every scrape."""

    def __init__(
        self, runtime: Runtime, carrier: Carrier, registry: CollectorRegistry, own: Sequence[OwnGauge]
    ) -> None:
        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"lantai_{name}", text, labels, registry=registry)

        self._runtime, self._carrier, self._registry = runtime, carrier, registry
        lane = ("source", "subscription")
        self._lag = gauge("lag_events", "Events not yet in effect, over all lanes", *lane)
        self._behind = gauge("lag_lanes", "Lanes with events not yet in effect", *lane)
        self._standing = gauge("standing_lanes", "Lanes that are behind and do not move", *lane)
        self._dead = gauge("dead_letters", "Lanes stopped by a dead letter", *lane)
        self._unheard = gauge("unheard", "1 while the log of a source cannot be compared", "source")
        self._filled = gauge("back_fills", "Reads of the log of a source since the start", "source")
        self._unsent = gauge("relay_lag_events", "Events not yet on the bus, over all lanes")
        self._held = gauge("relay_held_lanes", "Lanes that are not sent, because their log is broken")
        self._up = gauge("up", "1 while it is so: healthy, active, moving, database, bus", "what")
        self._doubted = gauge("time_doubted", "1 while the wall clock is in doubt")
        self._ahead = gauge("wall_ahead_seconds", "The wall clock less trusted time")
        self._pool = gauge("pool_connections", "Connections in use", "pool")
        gauge("pool_connections_max", "Connections that a pool opens at most").set(CONNECTIONS_MAX)
        Info("lantai_build", "What runs here", registry=registry).info(
            {"service": runtime.service, "version": version("lantai-shared"), "python": python_version()}
        )
        self._own = [(each, Gauge(each.name, each.help, registry=registry)) for each in own]

    async def scrape(self) -> bytes:
        """Fill every gauge and write them; what a silent database would know is then missing or NaN."""
        found = await state(self._runtime, self._carrier)
        self._set_lanes(found)
        for what in ("healthy", "active", "moving", "database", "bus"):
            self._up.labels(what).set(found[what])
        self._doubted.set(found["time"]["doubt"] is not None)
        self._ahead.set(found["time"]["wall_ahead_seconds"])
        for name, engine in self._runtime.engines.items():
            self._pool.labels(name).set(cast("QueuePool", engine.pool).checkedout())
        for own, gauge in self._own:
            counted = await in_time(self._count(own)) if found["database"] else None
            gauge.set(math.nan if counted is None else counted)
        return generate_latest(self._registry)

    def _set_lanes(self, found: dict[str, Any]) -> None:
        feeds = self._carrier.feeds
        lanes = [
            (source, lane, n) for source, feed in feeds.items() for lane, n in feed.standstill.lag.items()
        ]
        _set(self._lag, ((_of(source, lane), n) for source, lane, n in lanes))
        _set(self._behind, ((_of(source, lane), n > 0) for source, lane, n in lanes))
        _set(self._standing, ((_of(*lane.split(":", 1)), 1) for lane in found["standing"]))
        _set(self._dead, (((row["service"], row["subscription"]), 1) for row in found["dead_letters"]))
        _set(self._unheard, (((source,), source in found["unheard"]) for source in feeds))
        _set(self._filled, (((source,), feed.back_fills) for source, feed in feeds.items()))
        self._unsent.set(sum(found["relay"].values()))
        self._held.set(len(found["held"]))

    async def _count(self, own: OwnGauge) -> int:
        async with self._runtime.carrier_engine.connect() as connection:
            return await own.count(connection)


def metrics_route(metrics: Metrics) -> APIRouter:
    """The endpoint; it shows no personal data and needs no sign-in."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def scrape() -> Response:
        return Response(await metrics.scrape(), media_type=CONTENT_TYPE)

    return router


def _of(source: str, lane: str) -> tuple[str, str]:
    """(source, subscription) of a lane that is named `<subscription>/<agency>`."""
    return source, lane.partition("/")[0]


def _set(gauge: Gauge, figures: Iterable[tuple[tuple[str, ...], int]]) -> None:
    """Replace the figures of a gauge by the sums of `figures`, so that what is gone disappears."""
    sums: Counter[tuple[str, ...]] = Counter()
    for labels, figure in figures:
        sums[labels] += figure
    gauge.clear()
    for labels, figure in sums.items():
        gauge.labels(*labels).set(figure)
