"""Loading holiday notices: once each, amendments after what they amend, each day ordered once."""

from dataclasses import replace
from datetime import date

import pytest

from deadline.calendar.commands import LoadNotice
from deadline.calendar.decide import calendar_decider
from shared.events.terms import DayRange
from shared.words.explanation import explained
from shared.workdays import count
from support.deadline.clocks import by
from support.given import given

YEAR = LoadNotice(
    origin=by(agency="national"),
    number="国办发明电〔2019〕16号",
    title="关于2020年部分节假日安排的通知",
    published_on=date(2019, 11, 21),
    region="national",
    year=2020,
    amends="",
    off=(DayRange(date(2020, 1, 24), date(2020, 1, 30), "春节"),),
    worked=(date(2020, 1, 19), date(2020, 2, 1)),
)
CHANGE = replace(
    YEAR,
    number="国办发明电〔2020〕1号",
    title="关于延长2020年春节假期的通知",
    published_on=date(2020, 1, 26),
    amends=YEAR.number,
    off=(DayRange(date(2020, 1, 31), date(2020, 2, 2), "春节"),),
    worked=(),
)


def loaded(*commands):
    """The notices after loading them in order."""
    state = calendar_decider.initial
    for command in commands:
        state = calendar_decider.fold(calendar_decider.decide(state, command), state)
    return state


def test_a_notice_covers_its_year():
    """The notice of 2020 makes 2020 countable, with its days off and worked."""
    calendar = loaded(YEAR).calendar()

    assert calendar.years == {2020}
    assert not calendar.is_working_day(date(2020, 1, 30))
    assert calendar.is_working_day(date(2020, 2, 1))


def test_a_later_notice_supersedes_day_by_day():
    """After the amendment Saturday 1 February 2020 is off, and the explanation names the notice that says so."""
    calendar = loaded(YEAR, CHANGE).calendar()

    answer = count(calendar, date(2020, 1, 29), 1)
    assert answer.due_on == date(2020, 2, 3)
    assert explained(answer)["skipped"][-1]["why"] == "春节放假(国办发明电〔2020〕1号)"


def test_a_region_s_notices_count_in_it_alone():
    """A region may publish one notice for each of its festivals; they cover no year and free nobody else's days."""
    first = replace(
        YEAR,
        number="内政甲",
        region="cn-15",
        off=(DayRange(date(2020, 7, 3), date(2020, 7, 3), "那达慕"),),
        worked=(),
    )
    second = replace(first, number="内政乙", off=(DayRange(date(2020, 8, 3), date(2020, 8, 3), "那达慕"),))
    notices = loaded(first, YEAR, second)

    free = [date(2020, 7, 3), date(2020, 8, 3)]
    assert [day for day in free if not notices.calendar("cn-1505").is_working_day(day)] == free
    assert all(notices.calendar().is_working_day(day) for day in free)
    assert loaded(first, second).calendar("cn-15").years == frozenset()


def test_a_notice_is_loaded_once():
    """Loading the same notice again changes nothing."""
    assert loaded(YEAR, YEAR) == loaded(YEAR)


@pytest.mark.parametrize(
    ("first", "command", "code"),
    [
        ((), CHANGE, "amended-notice-missing"),
        ((YEAR,), replace(CHANGE, amends=""), "year-already-arranged"),
        ((), replace(YEAR, worked=(date(2020, 1, 25),)), "off-and-worked"),
        ((), replace(YEAR, worked=(date(2020, 1, 20),)), "worked-not-on-weekend"),
        ((), replace(YEAR, off=(*YEAR.off, *YEAR.off)), "days-off-twice"),
        (
            (),
            replace(YEAR, off=(DayRange(date(2020, 1, 3), date(2020, 1, 2), "元旦"),)),
            "range-ends-before-it-begins",
        ),
        ((), replace(YEAR, worked=(date(2035, 1, 20),)), "day-of-another-year"),
        (
            (),
            replace(YEAR, off=(DayRange(date(2019, 12, 1), date(2020, 1, 1), "元旦"),)),
            "day-of-another-year",
        ),
        (
            (),
            replace(YEAR, off=(DayRange(date(2020, 1, 1), date(2020, 12, 31), "元旦"),), worked=()),
            "holiday-too-long",
        ),
        (
            (),
            replace(
                YEAR,
                off=tuple(DayRange(date(2020, n, 1), date(2020, n, 15), "节日") for n in range(1, 6)),
                worked=(),
            ),
            "days-off-too-many",
        ),
        ((), replace(YEAR, year=1), "notice-year-wrong"),
        ((), replace(YEAR, year=9999), "notice-year-wrong"),
    ],
)
def test_a_notice_that_contradicts_is_refused(first, command, code):
    """A mistake in typing a notice never reaches a clock."""
    events = [event for one in first for event in calendar_decider.decide(loaded(), one)]

    given(calendar_decider, *events).when(command).refused(code)
