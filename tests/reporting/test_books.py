"""Reporting's books: the same, in whatever order the services' lanes arrive, and however they are cut."""

from datetime import date

import pytest
from sqlalchemy import text

from deadline.handlers import act_on_clock, clock_stream
from reporting.layout import layout_of
from reporting.projections import BOOKS
from reporting.recount import counted_again
from shared.events.reporting import ReportPinned
from shared.follower import fold_into
from shared.memory_store import MemoryStore
from support.deadline_clocks import AGENCY, start, stop, strike
from support.ledger_copies import request_id, write_intake

pytestmark = pytest.mark.contract

TABLES = ("ledger_1.entries", "trail_1.step", "annual_1.request", "annual_1.due", "annual_1.position")


async def histories():
    """Intake's lane and deadline's."""
    intake, deadline = MemoryStore("intake"), MemoryStore("deadline")
    await write_intake(intake)
    for command in (start(), strike(date(2025, 4, 1)), stop(date(2025, 4, 3))):
        await act_on_clock(deadline, command.origin, clock_stream(request_id(1), "reply"), command)
    return await intake.read(AGENCY, 0, 100), await deadline.read(AGENCY, 0, 100)


async def fold(carrier, rows):
    """One transaction of the carrier."""
    async with carrier.begin() as connection:
        for book in BOOKS:
            if rows[0].service in book.sources:
                await fold_into(connection, book, f"{book.name}_1", rows)


async def filled(service_database, engines, parts):
    """A database whose books have folded `parts`, and what its tables hold."""
    database = await service_database("reporting", books=BOOKS)
    carrier = engines(database.carrier_dsn)
    for rows in parts:
        await fold(carrier, rows)
    async with carrier.connect() as connection:
        held = [sorted(map(repr, await connection.execute(text(f"table {table}")))) for table in TABLES]
    return carrier, held


async def test_the_order_of_lanes_and_batches_does_not_matter(service_database, engines):
    """Deadline's events may come before the request that they are of, one by one or all at once."""
    intake, deadline = await histories()

    _, one = await filled(service_database, engines, [intake, deadline])
    _, other = await filled(
        service_database, engines, [*([row] for row in deadline), *([row] for row in intake)]
    )

    assert one == other
    assert all(one)


async def test_a_pinned_position_counts_to_the_same_table_for_ever(service_database, engines):
    """Counted again at an earlier position, the ledger gives the table of then."""
    carrier, _ = await filled(service_database, engines, await histories())
    before = ReportPinned(year=2025, positions={"intake": 4}, table_sha256="")
    after = ReportPinned(year=2025, positions={"intake": 5}, table_sha256="")

    async with carrier.begin() as connection:
        then = await counted_again(connection, before, layout_of(before.year))
        now = await counted_again(connection, after, layout_of(after.year))

    assert (then.rows["granted"][-1], then.rows["carried_out"][-1]) == (0, 4)
    assert (now.rows["granted"][-1], now.rows["carried_out"][-1]) == (1, 3)
    assert then.sha256 != now.sha256
