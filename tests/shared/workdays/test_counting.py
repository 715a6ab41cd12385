"""Counting a period day by day: pauses, extension, reasons."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadline.calendar.package import load_calendar
from shared.words.explanation import explained
from shared.workdays import Uncovered, count, due_date

CALENDAR = load_calendar()
DAYS = st.dates(date(2018, 12, 31), date(2026, 6, 30))
PAUSES = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 30)), max_size=3)


def naive(day0, working_days, pauses=(), extension=0):
    """The oracle: another calendar, one day after the other."""
    day, left = day0, working_days + extension
    while left:
        day += timedelta(days=1)
        held = any(sent < day <= arrived for sent, arrived in pauses)
        left -= chinese_calendar.is_workday(day) and not held
    return day


@settings(deadline=None)
@given(day0=DAYS, working_days=st.integers(1, 30), offsets=PAUSES, extension=st.integers(0, 20))
def test_count_agrees_with_a_day_by_day_oracle(day0, working_days, offsets, extension):
    """Whatever the pauses and the extension, the due date is the oracle's and every day is accounted for once."""
    starts = [(day0 + timedelta(days=offset), length) for offset, length in offsets]
    pauses = [(sent, sent + timedelta(days=length)) for sent, length in starts]

    answer = count(CALENDAR, day0, working_days, pauses, extension)

    assert answer.due_on == naive(day0, working_days, pauses, extension)
    assert answer.first_due_on == naive(day0, working_days, pauses)
    assert [day.n for day in answer.counted] == list(range(1, working_days + extension + 1))
    dates = sorted(day.date for day in (*answer.counted, *answer.skipped))
    assert dates == [day0 + timedelta(days=n) for n in range(1, (answer.due_on - day0).days + 1)]


@settings(deadline=None)
@given(day0=DAYS, working_days=st.integers(1, 120))
def test_the_table_gives_the_same_day_as_the_count(day0, working_days):
    """The fast due date and the explained one are one date."""
    assert due_date(CALENDAR, day0, working_days) == count(CALENDAR, day0, working_days).due_on


@given(day0=st.dates(date(2026, 9, 1), date(2027, 12, 31)), working_days=st.integers(100, 130))
def test_the_table_and_the_count_refuse_alike(day0, working_days):
    """Where the notice of 2027 is needed, both name the same first uncovered day and give no date."""
    refusals = []
    for counting in (count, due_date):
        with pytest.raises(Uncovered) as refusal:
            counting(CALENDAR, day0, working_days)
        refusals.append(refusal.value.first_day)

    assert refusals[0] == refusals[1] == max(date(2027, 1, 1), day0 + timedelta(days=1))


def test_every_day_says_why():
    """Weekend, holiday, make-up day, consultation and extension each give their reason, with notice and letter."""
    answer = count(
        CALENDAR, date(2025, 9, 25), 5, [(date(2025, 9, 29), date(2025, 10, 9))], extension_working_days=1
    )

    shown = explained(answer)
    why = {day["date"][5:]: day["why"] for day in (*shown["counted"], *shown["skipped"])}
    assert why["09-26"] == "工作日"
    assert why["09-27"] == "周末"
    assert why["09-28"] == "调休上班(国办发明电〔2024〕12号)"
    assert why["09-30"] == why["10-09"] == "征求意见期间不计入(09-29发出，10-09收到)"
    assert why["10-01"] == "国庆节、中秋节放假(国办发明电〔2024〕12号)"
    assert why["10-13"] == "工作日，延长第1日"


def test_the_basis_names_the_notices_of_the_years_it_crosses_and_the_rules_it_used():
    """A count over the turn of the year rests on both notices; only what was used is cited."""
    plain = count(CALENDAR, date(2025, 12, 15), 20)
    full = count(CALENDAR, date(2025, 3, 3), 20, [(date(2025, 3, 4), date(2025, 3, 5))], 5)

    assert [line[:15] for line in explained(plain)["basis"][1:]] == [
        "国办发明电〔2024〕12号《",
        "国办发明电〔2025〕7号《国",
    ]
    assert "第三十三条" not in "".join(explained(plain)["basis"])
    assert "第三十三条第三款" in explained(full)["basis"][1]
    assert "延长5个工作日" in explained(full)["basis"][2]


def test_an_amendment_is_cited_only_by_the_counts_that_it_touches():
    """A period in autumn 2020 does not rest on the prolonged Spring Festival."""
    spring, autumn = (count(CALENDAR, date(2020, month, 15), 20) for month in (1, 9))

    assert any("〔2020〕1号" in line for line in explained(spring)["basis"])
    assert not any("〔2020〕1号" in line for line in explained(autumn)["basis"])


def test_while_an_opinion_is_awaited_the_period_stands_still():
    """Days count up to the one on which the letter went out; there is no due date until the answer comes."""
    answer = count(CALENDAR, date(2025, 6, 3), 20, [(date(2025, 6, 10), None)])

    assert answer.paused
    assert answer.due_on is None
    assert answer.first_due_on is None
    assert answer.counted[-1].date == date(2025, 6, 10)
    assert answer.counted[-1].n == 5


def test_an_awaited_opinion_that_was_asked_for_on_the_last_day_saves_nothing():
    """The period ended on the day the letter went out, answered or not."""
    answer = count(CALENDAR, date(2025, 7, 1), 20, [(date(2025, 7, 29), None)])

    assert answer.due_on == date(2025, 7, 29)
    assert not answer.paused


def test_a_pause_may_fall_into_the_extension():
    """The extension's days are counted once, around the consultation that falls among them."""
    answer = count(CALENDAR, date(2025, 3, 3), 20, [(date(2025, 4, 1), date(2025, 4, 3))], 10)

    assert answer.first_due_on == date(2025, 3, 31)
    assert answer.due_on == naive(date(2025, 3, 31), 12)


@pytest.mark.parametrize(
    ("working_days", "extension", "pauses"),
    [(0, 0, []), (5, -1, []), (5, 0, [(date(2025, 3, 5), date(2025, 3, 4))])],
)
def test_nonsense_is_refused(working_days, extension, pauses):
    """An empty period, a negative extension, an answer before its letter: a caller's mistake, raised at once."""
    with pytest.raises(ValueError, match=r"a period|an opinion"):
        count(CALENDAR, date(2025, 3, 3), working_days, pauses, extension)
