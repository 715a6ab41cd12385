"""One way to say how a clock stands, on every page of every service."""

from datetime import date

import pytest

from shared.words.due_words import deferred_words, running_words, stopped_words

TODAY = date(2025, 3, 10)


@pytest.mark.parametrize(
    ("due_on", "days", "near", "said"),
    [
        (date(2025, 3, 20), 8, False, ("还剩 8 个工作日", "info")),
        (date(2025, 3, 20), 8, True, ("还剩 8 个工作日", "warn")),
        (date(2025, 3, 11), 1, False, ("还剩 1 个工作日", "info")),
        (TODAY, 0, False, ("今天到期", "bad")),
        (date(2025, 3, 7), 1, True, ("已逾期 1 个工作日", "bad")),
        (date(2025, 3, 9), 0, True, ("已逾期", "bad")),
        (date(2025, 3, 7), None, True, ("已逾期", "bad")),
    ],
)
def test_a_date_is_near_when_its_clock_has_warned(due_on, days, near, said):
    """How few days are left does not decide what is near: the agency's policy did, when the clock warned."""
    assert running_words(due_on, TODAY, days, near=near) == said


def test_a_date_that_waits_names_its_year():
    """Without the notice of a year no date is given, only the day before which it cannot be."""
    words, _ = deferred_words(date(2026, 12, 31), 2027)

    assert words == "不早于2026年12月31日，2027年放假安排未公布"


def test_a_stopped_clock_says_whether_it_was_in_time():
    """Three answers, since a clock without a date is not judged."""
    assert [stopped_words(TODAY, value)[1] for value in (True, False, None)] == ["good", "bad", "info"]
