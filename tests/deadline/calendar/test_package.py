"""The calendar's data: every notice of 2019 to 2026, against two independent calendars."""

import tomllib
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from deadline.calendar.package import load_calendar, read_notice, rows

CALENDAR = load_calendar()
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

NOTICE = """
number = "甲1号"
title = "安排"
published_on = 2024-11-12
year = 2025
[[holiday]]
name = "元旦"
first = {first}
last = {last}
worked = [{worked}]
"""


def test_every_day_agrees_with_chinesecalendar():
    """All days from 2019 to 2026 are working days or not exactly as the package says."""
    assert [day for day in DAYS if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_every_day_agrees_with_holidays():
    """The second package, which has its own data, agrees on every day too."""
    china = holidays.country_holidays("CN", years=range(2018, 2028))

    assert [day for day in DAYS if CALENDAR.is_working_day(day) != china.is_working_day(day)] == []


def test_exactly_the_years_with_a_notice_are_covered():
    """2019 to 2026 are known, and no year more."""
    assert CALENDAR.years == frozenset(range(2019, 2027))


def test_every_row_has_its_notice():
    """Each row names number, title and day of a national notice that appeared before its year or amends it."""
    for row in rows():
        notice = row.notice
        assert notice.number.startswith("国办发明电〔")
        assert str(notice.year) in notice.title
        assert notice.published_on < date(notice.year, 1, 1) or notice.amends
        assert notice.region == "national"


@pytest.mark.parametrize(
    ("day", "before", "known_on", "after"),
    [
        (date(2019, 5, 2), True, date(2019, 3, 22), False),
        (date(2019, 5, 5), False, date(2019, 3, 22), True),
        (date(2020, 1, 31), True, date(2020, 1, 26), False),
        (date(2020, 2, 1), True, date(2020, 1, 26), False),
    ],
)
def test_the_amendments_of_2019_and_2020_are_known_from_their_publication(day, before, known_on, after):
    """Labour Day 2019 and Spring Festival 2020 were changed after the year had begun; both states can be had."""
    assert CALENDAR.as_of(known_on - timedelta(days=1)).is_working_day(day) is before
    assert CALENDAR.as_of(known_on).is_working_day(day) is after


def test_the_days_off_that_run_over_the_turn_of_the_year_belong_to_the_later_notice():
    """31 December 2022 is off by the notice of 2023."""
    row = CALENDAR.ruling(date(2022, 12, 31))

    assert row.kind == "off"
    assert row.notice.number == "国办发明电〔2022〕16号"


def test_a_notice_is_read_row_by_row():
    """A range of days off and a worked day become one row each."""
    text = NOTICE.format(first="2025-01-01", last="2025-01-02", worked="2025-01-04")

    read = list(read_notice(tomllib.loads(text)))

    expected = [(date(2025, 1, 1), "off"), (date(2025, 1, 2), "off"), (date(2025, 1, 4), "work")]
    assert [(row.day, row.kind) for row in read] == expected


@pytest.mark.parametrize(
    ("first", "last", "worked", "fault"),
    [
        ("2025-01-02", "2025-01-01", "", "ends before it begins"),
        ("2025-01-01", "2025-01-04", "2025-01-04", "orders 2025-01-04 twice"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(first, last, worked, fault):
    """A range that ends before it begins, or a day both off and worked, never becomes a calendar."""
    text = NOTICE.format(first=first, last=last, worked=worked)

    with pytest.raises(ValueError, match=fault):
        list(read_notice(tomllib.loads(text)))
