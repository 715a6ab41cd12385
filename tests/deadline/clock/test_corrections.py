"""Extension (条例33) and correction (条例30): once and in time; the notice suspends, the correction begins anew (C6, C7)."""

from datetime import date

import pytest

from deadline.calendar.package import load_calendar
from deadline.clock.decide import clock_decider
from shared.events.deadline.clock import DueDateSet
from shared.words.explanation import explained
from support.deadline.clocks import (
    after,
    arrived,
    before_year,
    effects,
    extend,
    lapse,
    recount,
    restart,
    sent,
    standing,
    start,
    state,
    stop,
    strike,
    suspend,
)

APRIL = start(date(2025, 4, 7))
FIRST_DUE, EXTENDED = date(2025, 5, 7), date(2025, 5, 21)


def test_an_extension_joins_the_first_due_date_and_says_who_was_told():
    """D24: ten working days more than 7 May are 21 May; each of its days is numbered, the grounds name the notice."""
    *_, extended, due = after(APRIL, extend(10, FIRST_DUE))

    assert extended.effect == "extended"
    assert due.due_on == EXTENDED
    assert explained(due)["counted"][20]["why"] == "工作日，延长第1日"
    assert any("2025-05-07告知申请人延长10个工作日" in line for line in explained(due)["basis"])


def test_an_extension_that_is_told_after_the_first_due_date_does_nothing():
    """条例33(2): told too late, the first date stands."""
    history = [APRIL, strike(date(2025, 5, 8))]

    assert standing(*history, extend(10, date(2025, 5, 8))) == standing(*history)
    assert state(*history).standing.state == "missed"


def test_an_extension_told_in_time_that_became_known_after_the_strike_takes_it_back():
    """The day of telling decides, whenever it was entered."""
    extended = state(APRIL, strike(date(2025, 5, 8)), extend(10, FIRST_DUE))

    assert extended.standing.state == "running"
    assert extended.standing.due_on == EXTENDED


def test_a_clock_is_extended_once():
    """The second extension changes nothing."""
    first, second = extend(10, date(2025, 5, 6)), extend(5, FIRST_DUE)

    assert standing(APRIL, first, second) == standing(APRIL, first)
    assert standing(APRIL, second, first).due_on == standing(APRIL, first).due_on


def test_an_extension_is_measured_by_the_paused_first_due_date():
    """C6: a letter moved the first due date to 13 May, so telling on the 9th is in time; its days come behind."""
    letter, answer = sent(date(2025, 4, 14)), arrived(date(2025, 4, 18))
    first = state(APRIL, letter, answer).standing.due_on
    clock = state(APRIL, letter, answer, extend(10, date(2025, 5, 9)))

    assert first == date(2025, 5, 13)
    assert clock.standing.due_on == date(2025, 5, 27)
    assert state(APRIL, letter, extend(10, date(2025, 5, 9)), answer).due.counted == clock.due.counted


def test_while_the_calendar_is_unknown_no_extension_is_too_late():
    """A first date that cannot be counted has not passed; the extension is counted with it."""
    december, calendar = start(date(2025, 12, 15), before_year(2026)), before_year(2026)
    counted = state(december, extend(5, date(2026, 1, 9), calendar), recount())

    assert counted.standing.due_on == date(2026, 1, 20)


def test_a_correction_notice_leaves_no_date_until_the_correction_comes():
    """D34: from the notice on nothing is struck, and the old date is off the list."""
    waiting = after(start(), suspend(date(2025, 3, 10)), strike(date(2025, 6, 1)), recount(before_year(2021)))

    assert effects(waiting)[-1] == "suspended"
    assert clock_decider.fold(waiting).standing.state == "suspended"


def test_a_correction_begins_the_whole_period_anew():
    """D34: received on 2 April, due on 30 April; the grounds say that the first period is void."""
    *_, restarted, due = after(start(), suspend(date(2025, 3, 10)), restart(date(2025, 4, 2)))

    assert restarted.effect == "restarted"
    assert (due.due_on, due.generation) == (date(2025, 4, 30), 2)
    assert any("原期限作废" in line for line in explained(due)["basis"])


def test_a_correction_forgets_letters_and_extension():
    """C7: what was paused and extended before is void; the new period may be extended again."""
    before = [start(), sent(date(2025, 3, 5)), arrived(date(2025, 3, 20)), extend(10, date(2025, 3, 21))]
    anew = [suspend(date(2025, 3, 24)), restart(date(2025, 4, 2))]

    assert state(*before, *anew).standing.due_on == date(2025, 4, 30)
    assert state(*before, *anew, extend(3, date(2025, 4, 30))).standing.due_on == date(2025, 5, 8)


def test_an_extension_of_before_the_correction_is_void_with_its_period():
    """C7: heard again behind the correction it gives the new period nothing."""
    early = extend(5, date(2025, 3, 5))
    history = [start(), early, suspend(date(2025, 3, 10)), restart(date(2025, 4, 2))]

    assert after(*history, early) == after(*history)
    assert standing(*history).extension_working_days == 0


def test_a_letter_of_the_new_period_that_came_to_be_known_early_is_kept():
    """Order across services is causal only: review's letter of after the correction may come before intake's correction."""
    letter = sent(date(2025, 4, 7))
    late = after(start(), suspend(date(2025, 3, 10)), restart(date(2025, 4, 2)), letter)
    early = after(start(), suspend(date(2025, 3, 10)), letter, restart(date(2025, 4, 2)))

    answer = arrived(date(2025, 4, 14))
    dues = [
        clock_decider.fold(
            [*history, *clock_decider.decide(clock_decider.fold(history), answer)]
        ).standing.due_on
        for history in (late, early)
    ]
    assert dues == [date(2025, 5, 12)] * 2


@pytest.mark.parametrize(
    "again",
    [suspend(date(2025, 3, 11)), restart(date(2025, 4, 2)), restart(date(2025, 4, 1))],
    ids=["old notice", "same correction", "older correction"],
)
def test_a_correction_counts_once(again):
    """The notice or the correction a second time changes nothing."""
    history = [start(), suspend(date(2025, 3, 10)), restart(date(2025, 4, 2))]

    assert standing(*history, again) == standing(*history)


@pytest.mark.parametrize(("done", "in_time"), [(True, None), (False, False)])
def test_a_stop_while_a_correction_is_awaited_judges_no_date(done, in_time):
    """No date stands that it could be held against; what was not done was not done in time."""

    ending = stop(date(2025, 4, 1)) if done else lapse(date(2025, 4, 1))
    stopped = standing(start(), suspend(date(2025, 3, 10)), ending)

    assert (stopped.state, stopped.in_time) == ("stopped", in_time)


def test_nothing_restarts_extends_or_suspends_a_clock_that_never_started_or_is_over():
    """Facts that come too early or too late are harmless."""
    wishes = [restart(date(2025, 4, 2)), extend(5, date(2025, 3, 5)), suspend(date(2025, 3, 10))]

    assert standing(*wishes).state == "unstarted"
    over = [start(), stop(date(2025, 3, 3))]
    assert standing(*over, *wishes) == standing(*over)


def test_a_new_notice_moves_a_restarted_and_extended_count_too():
    """The calendar of 2020 was amended: what was corrected and extended before is counted by both notices."""
    old = load_calendar().as_of(date(2020, 1, 20))
    history = [start(date(2020, 1, 6), old), suspend(date(2020, 1, 8)), restart(date(2020, 1, 15), old)]
    *_, before = after(*history, extend(2, date(2020, 2, 3), old))
    *_, moved = after(*history, extend(2, date(2020, 2, 3), old), recount())

    assert isinstance(before, DueDateSet)
    assert (before.due_on, moved.due_on) == (date(2020, 2, 19), date(2020, 2, 21))
