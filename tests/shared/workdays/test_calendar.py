"""The calendar of working days: notices, what supersedes what, and where it ends."""

from datetime import date

import pytest

from shared.workdays import Calendar, Notice, Row, Uncovered, due_date

YEARLY = Notice("甲1号", "2020年安排", date(2019, 11, 21), 2020)
AMENDMENT = Notice("甲2号", "延长春节", date(2020, 1, 26), 2020, amends="甲1号")
LATER = Notice("甲3号", "2022年安排", date(2021, 10, 25), 2022)
SATURDAY = date(2020, 2, 1)


def calendar(*rows: Row) -> Calendar:
    return Calendar(frozenset(rows))


def test_a_weekday_is_worked_and_a_weekend_is_not_unless_a_notice_says_otherwise():
    """A notice makes a Monday free and a Saturday worked; the other days follow the plain week."""
    known = calendar(
        Row(date(2020, 4, 6), "off", "清明节", YEARLY), Row(date(2020, 5, 9), "work", "劳动节", YEARLY)
    )

    worked = [known.is_working_day(date(2020, *day)) for day in [(4, 6), (5, 9), (4, 7), (5, 10)]]

    assert worked == [False, True, True, False]


def test_a_later_notice_supersedes_an_earlier_one_day_by_day():
    """The Saturday that the first notice had worked is off by the second, whatever the order of the rows."""
    rows = [Row(SATURDAY, "off", "春节", AMENDMENT), Row(SATURDAY, "work", "春节", YEARLY)]

    assert not calendar(*rows).is_working_day(SATURDAY)
    assert not calendar(*reversed(rows)).is_working_day(SATURDAY)


@pytest.mark.parametrize(("known_on", "worked"), [(date(2020, 1, 25), True), (date(2020, 1, 26), False)])
def test_the_calendar_as_of_a_day_knows_the_notices_published_by_then(known_on, worked):
    """An amendment is known from the day of its publication, not before."""
    known = calendar(Row(SATURDAY, "work", "春节", YEARLY), Row(SATURDAY, "off", "春节", AMENDMENT))

    assert known.as_of(known_on).is_working_day(SATURDAY) is worked


def test_an_amendment_alone_covers_no_year():
    """A year is covered by its own notice; a change to a notice that is not there covers nothing."""
    known = calendar(Row(SATURDAY, "off", "春节", AMENDMENT))

    with pytest.raises(Uncovered):
        known.is_working_day(SATURDAY)


def test_a_day_of_an_uncovered_year_is_refused_although_a_neighbour_year_names_it():
    """The notice of 2020 that touches a day of 2019 does not make 2019 known."""
    known = calendar(Row(date(2019, 12, 31), "off", "元旦", YEARLY))

    with pytest.raises(Uncovered) as refusal:
        known.is_working_day(date(2019, 12, 31))

    assert refusal.value.year == 2019


def test_a_missing_year_between_two_known_ones_is_never_counted_over():
    """From 2020 no due date is found in 2022 while 2021 is missing; the refusal names the first day of 2021."""
    known = calendar(
        Row(date(2020, 1, 1), "off", "元旦", YEARLY), Row(date(2022, 1, 1), "off", "元旦", LATER)
    )

    with pytest.raises(Uncovered) as refusal:
        due_date(known, date(2020, 12, 20), 20)

    assert refusal.value.first_day == date(2021, 1, 1)
    assert refusal.value.not_before == date(2020, 12, 31)
    assert "2021年1月1日" in str(refusal.value)


def test_day_0_may_lie_on_the_eve_of_the_known_years():
    """Day 0 is not counted, so a year unknown up to its last day does no harm."""
    known = calendar(Row(date(2020, 1, 1), "off", "元旦", YEARLY))

    assert due_date(known, date(2019, 12, 31), 1) == date(2020, 1, 2)
    with pytest.raises(Uncovered):
        due_date(known, date(2019, 12, 30), 1)


def test_an_empty_calendar_refuses_the_day_after_day_0():
    """Without any notice nothing is counted."""
    with pytest.raises(Uncovered) as refusal:
        due_date(calendar(), date(2025, 3, 3), 20)

    assert refusal.value.first_day == date(2025, 3, 4)
