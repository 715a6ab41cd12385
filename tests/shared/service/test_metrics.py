"""What Prometheus is told: the figures of an alert, in series that do not grow with the agencies."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from shared.service.metrics import Metrics, OwnGauge
from shared.service.migration import open_lanes
from support.servers.carrier import eventually, lanes, write
from support.servers.service_process import carrying

pytestmark = pytest.mark.contract


async def _two(_):
    return 2


async def samples(metrics):
    """Every series of a scrape with its value; not those that tell only when a series was created."""
    scraped = (await metrics.scrape()).decode()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(scraped)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def everything_arrived(process, agencies, count):
    """Whether `count` events of every agency took effect."""

    async def look():
        return all([len(await process.effects(agency)) == count for agency in agencies])

    return look


async def test_series_do_not_grow_with_the_agencies(process_of):
    """Twelve agencies have the series of two, and none of them is named."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    metrics = Metrics(review.runtime, review.carrier, review.registry, ())
    few, many = list(lanes(2)), list(lanes(12))
    await open_lanes("intake", intake.superuser_dsn, many)
    async with carrying(intake, review):
        for agency in few:
            await write(intake.runtime.store, agency, 2)
        await eventually(everything_arrived(review, few, 2))
        await eventually(lambda: _compared(review))
        of_two = await samples(metrics)
        for agency in many:
            await write(intake.runtime.store, agency, 2, "more")
        await eventually(everything_arrived(review, many[2:], 2))
        await eventually(lambda: _compared(review))
        of_twelve = await samples(metrics)

    assert of_two.keys() == of_twelve.keys()
    assert not [series for series in of_twelve if "bureau" in str(series)]
    received = "faststream_received_messages_total"
    by_type = [
        (dict(series[1:])["handler"], value) for series, value in of_twelve.items() if series[0] == received
    ]
    assert by_type == [("applicant-viewed", 4.0 + 24.0)]


async def test_figures_of_an_alert(process_of):
    """Dead letters, lag, what is up, pools and the gauges of the service's own are told."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    own = OwnGauge("lantai_twos", "Two of something", _two)
    metrics = Metrics(review.runtime, review.carrier, review.registry, [own])
    review.projection.poison = {"made/1"}
    async with carrying(intake, review):
        await write(intake.runtime.store, "qionghai", 3)
        await eventually(lambda: _has_dead_letter(review))
        await eventually(lambda: _lag(metrics, 2))
        told = await samples(metrics)

    lane = (("source", "intake"), ("subscription", "effects"))
    assert told["lantai_dead_letters", *lane] == 1
    assert told["lantai_lag_lanes", *lane] == 1
    assert {what: told["lantai_up", ("what", what)] for what in ("healthy", "active", "database", "bus")} == {
        "healthy": 0,
        "active": 1,
        "database": 1,
        "bus": 1,
    }
    assert told["lantai_pool_connections", ("pool", "carrier")] >= 1
    assert told["lantai_pool_connections_max",] == 20
    assert told["lantai_twos",] == 2
    assert [dict(series[1:])["service"] for series in told if series[0] == "lantai_build_info"] == ["review"]


async def _compared(process):
    feed = process.carrier.feeds["intake"]
    return feed.standstill.lag and not any(feed.standstill.lag.values())


async def _lag(metrics, count):
    lane = (("source", "intake"), ("subscription", "effects"))
    return (await samples(metrics)).get(("lantai_lag_events", *lane)) == count


async def _has_dead_letter(process):
    async with process.runtime.carrier_engine.connect() as connection:
        query = text("select exists (select from carrier.dead_letter)")
        return bool((await connection.execute(query)).scalar_one())
