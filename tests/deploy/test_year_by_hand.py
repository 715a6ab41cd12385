"""The written year agrees with itself: days in order, due dates counted again without Lantai, tables added up again.

The counter here knows weekdays and the notices' lists alone, so that a slip of the pen in year/*.toml is found before
an hour of play, and a fault of Lantai's counting is never copied into what it is measured by.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from deploy.demo.story import AGENCIES, Request, year

YEAR = year()
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
SUMS = {"new_received", "total_processed", "carried_out"}
OFF = (
    (date(2025, 1, 1), date(2025, 1, 1)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 5, 31), date(2025, 6, 2)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)),
)
WORKED = {date.fromisoformat(f"2025-{day}") for day in ("01-26", "02-08", "04-27", "09-28", "10-11")} | {
    date(2026, 1, 4)
}
SATURDAY = 5


def is_working(day: date) -> bool:
    """A working day: a weekday that is not off, or a weekend day that is worked."""
    return day in WORKED or (
        day.weekday() < SATURDAY and not any(first <= day <= last for first, last in OFF)
    )


def counted(day_zero: date, length: int, pauses: Sequence[tuple[date, date]] = ()) -> date:
    """The day on which a period ends."""
    day = day_zero
    while length:
        day += timedelta(days=1)
        length -= is_working(day) and not any(sent < day <= back for sent, back in pauses)
    return day


def pauses_of(request: Request) -> list[tuple[date, date]]:
    """The letters that are out: 琼海 stops the count for third parties only (规程第六条（一）)."""
    return [
        (each.sent, each.answered or each.due or date.max)
        for each in request.consultation
        if request.agency == "tongliao" or each.kind == "third_party"
    ]


def days_of(request: Request) -> list[date | None]:
    """What staff did, in the order in which it has to happen."""
    correction, back, extension = request.correction, request.returned, request.extension
    return [
        request.filed,
        *((correction.asked, correction.served, correction.corrected) if correction else ()),
        request.accepted,
        request.assigned,
        request.reviewed,
        *((extension.proposed, extension.decided, extension.notified) if extension else ()),
        *(day for each in request.consultation for day in (each.sent, each.answered)),
        request.drafted,
        *((back.on, back.redrafted) if back else ()),
        request.signed,
        request.served,
    ]


each_request = pytest.mark.parametrize("request_", YEAR.requests, ids=lambda each: each.id)


def test_year_is_wide():
    """The year holds sixty requests or more, both agencies, every channel, class, outcome and turn of this edition."""
    requests = YEAR.requests

    assert len(requests) >= 60
    assert len({each.id for each in requests}) == len(requests)
    assert {each.agency for each in requests} == set(AGENCIES.values())
    assert {each.kind for each in requests} == set(COLUMNS)
    assert {each.channel for each in requests if each.agency == "tongliao"} == {
        "counter",
        "post",
        "post_plain",
    }
    assert {each.channel for each in requests if each.agency == "qionghai"} == {
        "web",
        "counter",
        "post",
        "post_plain",
    }
    assert {each.outcome for each in requests if each.served} == {
        "granted",
        "partial",
        "deny_law_forbids",
        "unable_not_held",
        "noproc_duplicate",
        "other_no_correction",
        "other_other",
    }


@each_request
def test_days_are_in_order_and_worked(request_: Request):
    """Nothing is done before what it follows, and staff do nothing on a day off."""
    days = [day for day in days_of(request_) if day]
    by_staff = days[1:] if request_.channel == "web" else days

    consulted = len(request_.consultation) > 1
    assert consulted or days == sorted(days)
    assert all(is_working(day) for day in by_staff)


@each_request
def test_due_dates_are_counted_right(request_: Request):
    """Each due date is where twenty working days, pauses, an extension and a new beginning lead."""
    correction, extension = request_.correction, request_.extension
    if correction:
        assert correction.due == counted(correction.served, correction.days)
        assert correction.corrected is None or correction.corrected <= correction.due
    for letter in request_.consultation:
        assert letter.due is None or letter.due == counted(letter.served, 15)
    if request_.due is None:
        return
    day_zero = correction.corrected if correction and correction.corrected else request_.filed
    due = counted(day_zero, 20, pauses_of(request_))
    if extension:
        assert extension.first_due == due
        assert extension.notified <= due
        due = counted(due, extension.days)

    assert request_.due == due


@each_request
def test_missed_is_what_was_served_late(request_: Request):
    """A request is a miss if, and only if, its reply was served after the due date."""
    late = bool(request_.due and request_.served and request_.served > request_.due)

    assert request_.missed == late


@pytest.mark.parametrize("agency", AGENCIES.values())
def test_tables_are_added_up_right(agency: str):
    """Each figure counts the requests behind it, and the requests behind it are those of the list."""
    table = YEAR.tables[agency]
    mine = [each for each in YEAR.requests if each.agency == agency]
    outcomes = {each.outcome for each in mine if each.served}

    assert set(table) == SUMS | outcomes
    for row, line in table.items():
        behind = [line.behind(agency, column) for column in COLUMNS]
        assert line.figures == (*map(len, behind), sum(map(len, behind)))
        for column, ids in zip(COLUMNS, behind, strict=True):
            assert ids == {each.id for each in mine if each.kind == column and counts(row, each)}


def counts(row: str, request: Request) -> bool:
    """Whether a row of table three counts the request."""
    match row:
        case "new_received":
            return True
        case "total_processed":
            return request.served is not None
        case "carried_out":
            return request.served is None
        case _:
            return request.served is not None and request.outcome == row
