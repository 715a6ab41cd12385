"""The projection of clocks on PostgreSQL: what is asked of it every few seconds costs what is open, not what was ever closed."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from sqlalchemy import event, text

from deadline.calendar.package import load_calendar
from deadline.projections import PROJECTIONS
from deadline.projections import clock_queries as clocks
from shared.words.explanation import kept
from shared.workdays import count
from support.deadline.clocks import AGENCY
from support.deadline.database import DeadlineDatabase

pytestmark = pytest.mark.contract

CLOSED = """
insert into clocks_1.clock (agency, subject_kind, subject_id, clock, state, waiting_for, day_zero_on, working_days,
 extension_working_days, cause, due_on, uncovered_year)
select :agency, 'request', gen_random_uuid(), 'reply', case when n % 100 = 0 then 'deferred' else 'stopped' end, '',
 date '2025-03-03', 20, 0, '', date '2025-03-31', 2027 from generate_series(1, 10000) n
"""
COUNTED = """
with counts as (
 insert into clocks_1.counted (agency, subject_kind, subject_id, clock, generation, due_on, reason, by_notice, explanation,
  recorded_at)
 select :agency, 'request', gen_random_uuid(), 'reply', 1, date '2025-03-31', '{"code": "request-received"}', false, cast(:explanation as jsonb), timestamptz '2025-03-03'
 from generate_series(1, 10000) returning subject_id)
insert into clocks_1.counted (agency, subject_kind, subject_id, clock, generation, due_on, reason, by_notice, explanation,
 recorded_at)
select :agency, 'request', subject_id, 'reply', 2, date '2025-04-01', '{"code": "notice-loaded"}', true, cast(:explanation as jsonb), timestamptz '2025-03-04'
from counts limit 100
"""


EXPLANATION = msgspec.json.encode(kept(count(load_calendar(), date(2025, 3, 3), 20))).decode()
"""As long as a real one."""


@pytest.fixture
async def deadline_db(service_database, engines):
    """Ten thousand clocks, of which a hundred are open, and as many counts, a hundred of them moved by a notice."""
    database = await service_database("deadline", projections=PROJECTIONS)
    made = DeadlineDatabase(database, engines(database.carrier_dsn), engines(database.app_dsn))
    await made.at(datetime(2025, 3, 3, 4, tzinfo=UTC))
    async with made.carrier.begin() as connection:
        for filling in (CLOSED, COUNTED):
            given = {"agency": AGENCY, "explanation": EXPLANATION}
            used = {name: value for name, value in given.items() if f":{name}" in filling}
            await connection.execute(text(filling), used)
    async with engines(database.superuser_dsn).begin() as connection:
        await connection.execute(text("analyze clocks_1.clock, clocks_1.counted"))
    return made


@pytest.mark.parametrize("query", ["board", "figures", "open_clocks", "waiting_clocks", "moved"])
async def test_what_is_asked_is_found_without_reading_the_rest(deadline_db, query):
    """Neither the pages nor the recount scan the tables of clocks and counts."""
    asked = {
        "board": (clocks.board,),
        "figures": (clocks.figures, date(2025, 3, 31)),
        "open_clocks": (clocks.open_clocks,),
        "waiting_clocks": (clocks.open_clocks, (2027,)),
        "moved": (clocks.moved,),
    }
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection, _cursor, statement, parameters, *_):
        statements.append((statement, parameters))

    event.listen(deadline_db.app.sync_engine, "before_cursor_execute", note)
    assert await deadline_db.read(*asked[query])
    event.remove(deadline_db.app.sync_engine, "before_cursor_execute", note)

    statement, parameters = statements[-1]
    async with deadline_db.app.begin() as connection:
        await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": AGENCY})
        lines = await connection.exec_driver_sql(f"explain {statement}", parameters)
        plan = "\n".join(line for (line,) in lines)
    assert "Seq Scan on c" not in plan, plan
    assert any(index in plan for index in ("clock_open", "clock_deferred", "counted_by_notice")), plan
