"""The books of review on PostgreSQL: what they show after the events of a case, and that a rebuild shows the same."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from review import handlers
from review.domain.case import Issued
from review.projections import BOOKS
from review.projections.case_file import CaseFile, case_of, drafter_in, file_of
from review.projections.caseload import Caseload, issued_cases, open_cases
from review.projections.colleagues import Colleagues, staff_of
from review.projections.due_dates import DueDates, due_of, running
from shared.events.deadline import (
    ClockStarted,
    ClockStopped,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.events.intake import ReplyServed, StaffAccountClosed
from shared.events.terms import Basis, CountedDay, SkippedDay
from shared.follower import fold_into
from shared.memory_store import MemoryStore
from shared.store import Change, Commit
from support.review_office import AGENCY, accepted_scene, hire
from support.review_play import sign_all, until_drafted

pytestmark = pytest.mark.contract


@pytest.fixture
async def shelf(service_database, engines):
    """Folds rows into the live books as the carrier, and reads them as the application of an agency."""
    database = await service_database("review", books=BOOKS)
    return Shelf(engines(database.carrier_dsn), engines(database.app_dsn))


class Shelf:
    """The books of one test."""

    def __init__(self, carrier, app):
        self.carrier, self.app = carrier, app

    async def fold(self, book, rows):
        """As the follower does it."""
        async with self.carrier.begin() as connection:
            await fold_into(connection, book, f"{book.name}_1", rows)

    async def read(self, query, *arguments, agency=AGENCY):
        """One query under row-level security."""
        async with self.app.begin() as connection:
            await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
            return await query(connection, *arguments)


async def test_the_desk_shows_how_far_a_case_has_come(shelf):
    """A drafted case stands on the desk with its section and the signatures of this draft."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await handlers.sign_draft(scene.office, scene.origin("section"), scene.request_id, 1)

    await shelf.fold(Caseload(), await scene.rows())

    (line,) = await shelf.read(open_cases)
    assert (line.stage, line.section, line.signed) == ("drafted", "农村股", ("section",))
    assert scene.key.unseal("content", line.content).startswith("2024年")


async def test_an_issued_case_leaves_the_open_ones(shelf):
    """After 签发 a case is listed among the issued."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)

    await shelf.fold(Caseload(), await scene.rows())

    assert await shelf.read(open_cases) == []
    (line,) = await shelf.read(issued_cases, 10)
    assert line.issued_on == date(2025, 3, 10)


async def test_another_agency_sees_nothing(shelf):
    """Row-level security keeps each agency's cases to itself."""
    scene = await accepted_scene()
    await shelf.fold(Caseload(), await scene.rows())
    await shelf.fold(CaseFile(), await scene.rows())

    assert await shelf.read(open_cases, agency="tongliao") == []
    assert await shelf.read(file_of, scene.request_id, agency="tongliao") == []


async def test_a_return_takes_the_signatures_back(shelf):
    """A returned draft has no signatures; the next one begins without any."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await handlers.sign_draft(scene.office, scene.origin("section"), scene.request_id, 1)
    await handlers.return_draft(scene.office, scene.origin("deputy"), scene.request_id, 1, "请写明口径。")

    await shelf.fold(Caseload(), await scene.rows())

    (line,) = await shelf.read(open_cases)
    assert (line.stage, line.signed) == ("returned", ())


async def test_the_file_tells_the_case(shelf):
    """Folding the file's own entries gives the state that the log gives; intake's entries stand among them."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)
    served = ReplyServed(
        request_id=scene.request_id,
        served_on=date(2025, 3, 11),
        method="post",
        outcome="granted",
        document_number="海统公开〔2025〕1号",
    )
    scene.clock.step(timedelta(days=1))
    intake = await scene.intake.read(AGENCY, 0, 10)
    await scene.intake.append(
        Commit(scene.origin("clerk"), (Change(f"request/{scene.request_id}", len(intake), (served,)),))
    )

    await shelf.fold(CaseFile(), await scene.intake.read(AGENCY, 0, 10))
    await shelf.fold(CaseFile(), await scene.rows())

    entries = await shelf.read(file_of, scene.request_id)
    case = case_of(entries)
    assert case == await scene.state()
    assert isinstance(case, Issued)
    assert drafter_in(entries) == "the.section"
    assert [type(entry.event).__name__ for entry in entries][-1] == "ReplyServed"


async def test_a_file_folded_twice_is_the_same_file(shelf):
    """A rebuild beside the live book gives the same rows."""
    scene = await accepted_scene()
    await until_drafted(scene)
    rows = await scene.rows()
    await shelf.fold(CaseFile(), rows)
    once = await shelf.read(file_of, scene.request_id)

    await shelf.fold(CaseFile(), rows)

    assert await shelf.read(file_of, scene.request_id) == once


REASON = "国家统计局办公室2025年放假安排"
SET = {
    "clock": "reply",
    "generation": 1,
    "due_on": date(2025, 3, 11),
    "counted": (CountedDay(date(2025, 3, 10), 1, "工作日"), CountedDay(date(2025, 3, 11), 2, "工作日")),
    "skipped": (SkippedDay(date(2025, 3, 9), "星期日"),),
    "basis": ("条例第三十三条",),
    "reason": REASON,
}


async def clock_rows(request_id, *events):
    """A lane of deadline with these events."""
    scene = await accepted_scene()
    store = MemoryStore("deadline", lambda: scene.clock._at)
    change = Change(f"clock/{request_id}.reply", 0, events)
    await store.append(Commit(scene.origin("clerk"), (change,)))
    return await store.read(AGENCY, 0, 100)


async def test_a_due_date_keeps_its_days(shelf):
    """What deadline counted is shown as it counted it; days left are those it counted after today."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        ClockStarted(
            request_id=request_id,
            clock="reply",
            day_zero_on=date(2025, 3, 7),
            working_days=20,
            basis=Basis("条例第三十三条", "条例"),
        ),
        DueDateSet(request_id=request_id, **SET),
        WarningRaised(
            request_id=request_id, clock="reply", generation=1, due_on=date(2025, 3, 11), working_days_left=2
        ),
    )

    await shelf.fold(DueDates(), rows)

    due = await shelf.read(due_of, request_id)
    assert due.due_on == date(2025, 3, 11)
    assert due.counted[0] == {"date": "2025-03-10", "n": 1, "why": "工作日"}
    assert [due.working_days_left(date(2025, 3, day)) for day in (9, 10, 11, 12)] == [2, 1, 0, 0]
    assert due.warned


async def test_an_uncovered_year_has_no_date(shelf):
    """Where the calendar ends there is no date, only the day before which it cannot be."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        DueDateDeferred(
            request_id=request_id,
            clock="reply",
            generation=1,
            not_before_on=date(2026, 12, 31),
            uncovered_year=2027,
            reason="2027年放假安排未公布",
        ),
    )

    await shelf.fold(DueDates(), rows)

    due = (await shelf.read(running))[request_id]
    assert (due.due_on, due.not_before_on, due.uncovered_year) == (None, date(2026, 12, 31), 2027)
    assert due.working_days_left(date(2026, 12, 30)) is None


async def test_a_stopped_clock_is_no_longer_running(shelf):
    """A clock that stopped says whether it was in time and leaves the running ones."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        DueDateSet(request_id=request_id, **SET),
        DeadlineMissed(request_id=request_id, clock="reply", generation=1, due_on=date(2025, 3, 11)),
        ClockStopped(
            request_id=request_id,
            clock="reply",
            stopped_on=date(2025, 3, 12),
            cause="reply-served",
            in_time=False,
        ),
    )

    await shelf.fold(DueDates(), rows)

    assert await shelf.read(running) == {}
    due = await shelf.read(due_of, request_id)
    assert (due.missed, due.in_time) == (True, False)


async def test_colleagues_are_known_by_name(shelf):
    """Accounts have names, and a section can be assigned while somebody heads it."""
    scene = await accepted_scene()
    await hire(scene)

    await shelf.fold(Colleagues(), await scene.intake.read(AGENCY, 0, 100))

    staff = await shelf.read(staff_of)
    assert staff.names["the.deputy"] == "符国强"
    assert staff.sections == ["农村股"]


async def test_a_closed_account_keeps_its_name(shelf):
    """Who left is still named where he acted; his section can no longer be assigned."""
    scene = await accepted_scene()
    await hire(scene)
    closed = StaffAccountClosed(login="the.section", reason="调离")
    await scene.intake.append(Commit(scene.origin("clerk"), (Change("account/the.section", 1, (closed,)),)))

    await shelf.fold(Colleagues(), await scene.intake.read(AGENCY, 0, 100))

    staff = await shelf.read(staff_of)
    assert staff.names["the.section"] == "陈海"
    assert staff.sections == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
async def test_a_book_ignores_what_is_not_its_own(shelf, book):
    """Rows of other nouns pass through a book without effect."""
    scene = await accepted_scene()

    await shelf.fold(book, await scene.intake.read(AGENCY, 0, 10))

    assert await shelf.read(open_cases) == []
    assert await shelf.read(file_of, scene.request_id) == []
