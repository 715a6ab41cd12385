"""Due dates from the table, days left, calendar periods and the instant at which a period is over."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadline.calendar.package import load_calendar
from shared.workdays import (
    Uncovered,
    days_later,
    deadline_instant,
    due_date,
    months_later,
    roll_forward,
    working_days_between,
)

CALENDAR = load_calendar()
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@settings(deadline=None)
@given(a=DAYS, length=st.integers(0, 90))
def test_days_left_are_the_working_days_after_today_up_to_the_end(a, length):
    """Days left agree with a day-by-day count, and turn negative when the end has passed."""
    b = min(a + timedelta(days=length), date(2026, 12, 31))
    days = [a + timedelta(days=n) for n in range(1, (b - a).days + 1)]
    expected = sum(chinese_calendar.is_workday(day) for day in days)

    assert working_days_between(CALENDAR, a, b) == expected
    assert working_days_between(CALENDAR, b, a) == -expected


def test_days_left_over_an_uncovered_year_are_refused():
    """Nobody knows how many working days lie before a day in 2027, nor between two days of it."""
    for a, b in [(date(2026, 12, 1), date(2027, 1, 4)), (date(2027, 3, 1), date(2027, 2, 1))]:
        with pytest.raises(Uncovered):
            working_days_between(CALENDAR, a, b)


def test_no_days_are_left_on_the_day_itself():
    """On the due date nothing is left, even where its year is not known."""
    assert working_days_between(CALENDAR, date(2027, 1, 4), date(2027, 1, 4)) == 0


def test_a_period_is_over_at_the_next_midnight_in_shanghai():
    """A period that ends on 31 March 2025 is over at 16:00 UTC of that day."""
    assert deadline_instant(date(2025, 3, 31)) == datetime(2025, 3, 31, 16, tzinfo=UTC)


def test_sixty_days_that_end_in_a_holiday_roll_forward():
    """D41: 60 days from 5 August 2025 end on 4 October, so on 9 October."""
    assert days_later(CALENDAR, date(2025, 8, 5), 60) == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("day0", "months", "due"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),  # D43: no 31 February; a Saturday, but worked
        (date(2025, 3, 3), 6, date(2025, 9, 3)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2024, 12, 15), 12, date(2025, 12, 15)),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_on_the_months_last(day0, months, due):
    """A period in months ends on its day's number, or on the last day of a month without it."""
    assert months_later(CALENDAR, day0, months) == due


def test_a_worked_saturday_does_not_roll():
    """11 October 2025 is a Saturday worked for the holiday: a period may end on it; the 12th rolls to Monday."""
    assert roll_forward(CALENDAR, date(2025, 10, 11)) == date(2025, 10, 11)
    assert roll_forward(CALENDAR, date(2025, 10, 12)) == date(2025, 10, 13)


def test_a_period_without_days_is_refused():
    """A due date needs at least one working day."""
    with pytest.raises(ValueError, match="at least one"):
        due_date(CALENDAR, date(2025, 3, 3), 0)
