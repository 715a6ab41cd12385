"""What a look at the desk costs: the rows of open cases and running clocks, however much history lies behind them."""

import pytest
from sqlalchemy import text

from review.projections.caseload import issued_cases, open_cases
from review.projections.due_dates import alarms, running
from support.review.office import AGENCY

pytestmark = pytest.mark.contract

HISTORY, OPEN, NEWEST = 3000, 3, 20
CASES = text(
    "insert into caseload_1.cases (agency, request_id, year, number, received_on, content_box, stage,"
    " reviewed, section, signed, closing, extension, letters, issued_on)"
    " select :agency, gen_random_uuid(), 2024, n, date '2024-01-01' + n % 365, '', :stage, false, '', '[]', '', '', '[]',"
    " case when :stage = 'issued' then date '2024-02-01' + n % 365 end from generate_series(1, :count) n"
)
CLOCKS = text(
    "insert into due_dates_1.clocks (agency, subject_kind, subject_id, request_id, clock, state, waiting_for, due_on,"
    " warned_left, warned_role, missed_role, extension_working_days, stopped_on)"
    " select :agency, 'request', gen_random_uuid(), gen_random_uuid(), 'reply',"
    " case when :stopped then 'stopped' else 'running' end, '',"
    " date '2024-01-01' + n % 365, 3, '', '', 0, case when :stopped then date '2024-02-01' + n % 365 end"
    " from generate_series(1, :count) n"
)
TOUCHED = text(
    "select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) from pg_stat_xact_user_tables"
    " where schemaname in ('caseload_1', 'due_dates_1')"
)


@pytest.fixture
async def old_shelf(projection_db):
    """Projections with a long history of two agencies and little in hand."""
    async with projection_db.carrier.begin() as connection:
        for agency in (AGENCY, "tongliao"):
            for stage, count in (("issued", HISTORY), ("opened", OPEN)):
                await connection.execute(CASES, {"agency": agency, "stage": stage, "count": count})
                await connection.execute(
                    CLOCKS, {"agency": agency, "stopped": stage == "issued", "count": count}
                )
    return projection_db


@pytest.mark.parametrize(
    ("query", "arguments", "found"),
    [(open_cases, (), OPEN), (issued_cases, (NEWEST,), NEWEST), (running, (), OPEN), (alarms, (), OPEN)],
    ids=lambda each: getattr(each, "__name__", ""),
)
async def test_a_look_reads_what_it_shows(old_shelf, query, arguments, found):
    """Whatever plan PostgreSQL keeps for the statement, no closed case and no stopped clock is read for it."""

    async def costed(connection, *its):
        await connection.execute(text("set local plan_cache_mode = force_generic_plan"))
        lines = await query(connection, *its)
        return len(lines), (await connection.execute(TOUCHED)).scalar_one()

    assert await old_shelf.read(costed, *arguments) == (found, found)
