"""Reporting's projections: the same, in whatever order the services' lanes arrive, and however they are cut."""

from datetime import date

import pytest
from sqlalchemy import text

from reporting.figures import figures_of
from reporting.projections import PROJECTIONS
from reporting.recount import count_table, recount_table
from reporting.table.from_policy import layout_of
from shared.delivery.subscription import fold_into
from shared.events.reporting.report import ReportPinned
from support.deadline.clocks import AGENCY
from support.reporting.past import fitting, imported, published
from support.reporting.play import played

pytestmark = pytest.mark.contract

TABLES = (
    "ledger_1.entries",
    "trail_1.step",
    "annual_1.entry",
    "annual_1.share",
    "annual_1.position",
    "dashboard_1.matter",
    "dashboard_1.month",
    "dashboard_1.pace",
    "dashboard_1.position",
)
LAYOUT = layout_of(2025)


async def histories():
    """Every lane of a long request."""
    return list((await (await played()).lanes()).values())


async def fold(carrier, rows):
    """One transaction of the carrier."""
    async with carrier.begin() as connection:
        for projection in PROJECTIONS:
            if rows[0].service in projection.sources:
                await fold_into(connection, projection, f"{projection.name}_1", rows)


async def filled(service_database, engines, parts):
    """A database whose projections have folded `parts`, and what its tables hold."""
    database = await service_database("reporting", projections=PROJECTIONS)
    carrier = engines(database.carrier_dsn)
    for rows in parts:
        await fold(carrier, rows)
    async with carrier.connect() as connection:
        held = [sorted(map(repr, await connection.execute(text(f"table {table}")))) for table in TABLES]
    return carrier, held


async def test_the_order_of_lanes_and_batches_does_not_matter(service_database, engines):
    """Deadline's events may come before the request that they are of, one by one or all at once."""
    lanes = await histories()

    _, one = await filled(service_database, engines, lanes)
    _, other = await filled(service_database, engines, [[row] for lane in reversed(lanes) for row in lane])

    assert one == other
    assert all(one)


async def test_a_pinned_position_counts_to_the_same_table_for_ever(service_database, engines):
    """Counted again at an earlier position, the ledger gives the table of then."""
    lanes = await histories()
    last = len(lanes[0])
    carrier, _ = await filled(service_database, engines, lanes)
    before = ReportPinned(year=2025, positions={"intake": last - 1}, table_sha256="")
    after = ReportPinned(year=2025, positions={"intake": last}, table_sha256="")

    async with carrier.begin() as connection:
        then = await recount_table(connection, AGENCY, before, LAYOUT)
        now = await recount_table(connection, AGENCY, after, LAYOUT)
        live = await count_table(connection, AGENCY, 2025, LAYOUT)

    assert (then.rows["partial"][-1], then.rows["carried_out"][-1]) == (0, 1)
    assert (now.rows["partial"][-1], now.rows["carried_out"][-1]) == (1, 0)
    assert now == live.table
    assert live.positions == {"intake": last}


async def test_imported_requests_make_the_published_table_and_no_other_agency_s(service_database, engines):
    """3,607 records in two halves of a lane: every cell as published; a neighbour's table stays as it was."""
    rows = await imported(list(fitting(published())))
    neighbour = await imported(list(fitting(published()))[:5], "tongliao")
    half = len(rows) // 2
    carrier, _ = await filled(service_database, engines, [neighbour, rows[:half], rows[half:]])

    layout = layout_of(2023)
    async with carrier.begin() as connection:
        mine = await count_table(connection, AGENCY, 2023, layout)
        again = await recount_table(
            connection,
            AGENCY,
            ReportPinned(year=2023, positions=dict(mine.positions), table_sha256=""),
            layout,
        )
        theirs = await count_table(connection, "tongliao", 2023, layout)

    assert {row: list(figures) for row, figures in mine.table.rows.items()} == published()
    assert all(identity.holds for identity in mine.table.identities)
    assert again == mine.table
    assert theirs.table.rows["carried_in"][-1] + theirs.table.rows["new_received"][-1] == 5


async def test_the_live_figures_count_what_the_table_counts(service_database, engines):
    """One request received in March, answered in April, after 39 days, in time, by outcome 部分公开."""
    carrier, _ = await filled(service_database, engines, await histories())

    async with carrier.begin() as connection:
        figures = await figures_of(connection, AGENCY, 2025, LAYOUT)

    assert (figures.headline.received, figures.headline.answered, figures.headline.open) == (1, 1, 0)
    assert figures.outcomes == {"partial": 1}
    assert (figures.months[3], figures.months[4]) == ((1, 0), (0, 1))
    assert figures.paces == {(date(2025, 4, 11) - date(2025, 3, 3)).days: 1}
    assert figures.standings == {}
    assert figures.headline.answered_late == 0
