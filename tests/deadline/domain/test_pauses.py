"""Letters out and in: the reply period stands still, several letters are a union, an answer gives a date again (D26–D31)."""

from dataclasses import replace
from datetime import date

import pytest

from deadline.calendar import load_calendar
from deadline.domain.clock import Deferred, Missed, NoClock, Paused, Running, Stopped
from deadline.domain.decider import clock_decider
from shared.events.deadline import ClockPaused, ClockResumed, DueDateSet
from shared.workdays import Calendar
from support.deadline_clocks import (
    after,
    arrived,
    before_year,
    extend,
    recount,
    sent,
    start,
    state,
    stop,
    strike,
    warn,
)

SENT, ARRIVED = date(2025, 6, 10), date(2025, 6, 25)


JUNE = start(date(2025, 6, 3))


def test_while_a_letter_is_out_no_date_stands_and_nothing_is_struck():
    """The day after the letter went out the period stands still, however long the answer takes."""
    history = after(JUNE, sent(SENT), strike(date(2025, 12, 1)))

    assert isinstance(history[-1], ClockPaused)
    assert isinstance(clock_decider.fold(history), Paused)


def test_the_answer_gives_the_date_anew_and_says_which_letter_was_left_out():
    """D26: asked on 10 June, answered on the 25th, due on 16 July instead of 1 July."""
    *_, resumed, due = after(JUNE, sent(SENT), arrived(ARRIVED))

    assert isinstance(resumed, ClockResumed)
    assert (due.due_on, due.generation) == (date(2025, 7, 16), 2)
    why = {day.date: day.why for day in due.skipped}
    assert why[date(2025, 6, 11)] == "征求第三方意见期间不计入(06-10发出，06-25收到意见)"
    assert due.reason == "征求意见2025-06-25收到意见，恢复计时"


def test_by_the_other_edge_the_day_of_the_answer_counts():
    """An agency whose `pause.edges` says so gets one working day fewer."""
    *_, due = after(JUNE, sent(SENT, edges="after-sent-before-arrived"), arrived(ARRIVED))

    assert due.due_on == date(2025, 7, 15)


def test_two_letters_are_a_union_and_the_first_answer_alone_gives_no_date():
    """D28: the clock waits for the later answer; overlapping days are left out once."""
    first = state(JUNE, sent(SENT), sent(date(2025, 6, 16), "p2"), arrived(ARRIVED))
    both = state(
        JUNE, sent(SENT), sent(date(2025, 6, 16), "p2"), arrived(ARRIVED), arrived(date(2025, 7, 2), "p2")
    )

    assert isinstance(first, Paused)
    assert isinstance(both, Running)
    assert both.due.due_on == date(2025, 7, 23)


def test_a_letter_of_the_last_day_saves_nothing():
    """D31: the date stands with the letter out, and is struck."""
    july, letter = start(date(2025, 7, 1)), sent(date(2025, 7, 29))
    paused = state(july, letter)

    assert isinstance(paused, Running)
    assert paused.due.due_on == date(2025, 7, 29)
    assert isinstance(state(july, letter, strike(date(2025, 7, 30), 2)), Missed)
    assert isinstance(after(july, letter, arrived(date(2025, 8, 12)))[-1], ClockResumed)


def test_an_extension_lets_a_letter_of_the_last_day_count():
    """D31: an extension told on that day makes the letter stop the clock, and the clock says so."""
    history = after(start(date(2025, 7, 1)), sent(date(2025, 7, 29)), extend(10, date(2025, 7, 29)))

    assert [type(event).__name__ for event in history[-2:]] == ["ClockExtended", "ClockPaused"]
    assert isinstance(clock_decider.fold(history), Paused)


def test_a_letter_that_becomes_known_after_the_strike_takes_it_back():
    """A letter that had gone out in time was entered late: the clock waits for its answer."""
    history = [JUNE, strike(date(2025, 7, 2)), sent(SENT)]

    assert isinstance(state(*history[:2]), Missed)
    assert isinstance(state(*history), Paused)


def test_a_letter_that_saves_nothing_after_the_strike_leaves_the_clock_struck():
    """D31, noted late: the letter, the date and the miss are said in one commit, and no timer finds anything to do."""
    july, letter = start(date(2025, 7, 1)), sent(date(2025, 7, 29))
    history = [july, strike(date(2025, 7, 30)), letter]

    noted = after(*history)[-3:]
    assert [type(event).__name__ for event in noted] == ["ClockPaused", "DueDateSet", "DeadlineMissed"]
    assert (noted[1].due_on, noted[1].generation, noted[1].warn_working_days) == (date(2025, 7, 29), 2, ())
    assert isinstance(state(*history), Missed)
    assert after(*history, strike(date(2025, 7, 31), 2)) == after(*history)
    assert isinstance(state(*history, extend(10, date(2025, 7, 29))), Paused)


def test_a_count_that_leaves_the_day_of_a_miss_is_no_event():
    """An answer that moves nothing, or grounds that a later notice words otherwise, let no clock run again."""
    answered = [start(date(2025, 7, 1)), strike(date(2025, 7, 30)), sent(date(2025, 7, 29))]
    assert isinstance(after(*answered, arrived(date(2025, 8, 12)))[-1], ClockResumed)
    assert isinstance(state(*answered, arrived(date(2025, 8, 12))), Missed)

    struck = [start(date(2025, 4, 20)), strike(date(2025, 5, 21))]
    reworded = Calendar(frozenset(replace(row, holiday="改") for row in load_calendar().rows))
    assert after(*struck, recount(reworded)) == after(*struck)


@pytest.mark.parametrize(
    "again",
    [sent(SENT), arrived(ARRIVED, "p9"), sent(date(2025, 6, 2), "p2")],
    ids=["twice", "unknown", "early"],
)
def test_what_was_done_or_never_was_changes_nothing(again):
    """The same letter twice, an answer to no letter, a letter of before day 0."""
    assert clock_decider.decide(state(JUNE, sent(SENT)), again) == ()


def test_a_letter_is_answered_once():
    """A second answer moves nothing."""
    history = [JUNE, sent(SENT), arrived(ARRIVED)]

    assert after(*history, arrived(date(2025, 7, 9))) == after(*history)


def test_a_letter_that_is_known_before_the_request_is_remembered():
    """Order across services is causal only: review's letter may come before intake's receipt."""
    early = state(sent(SENT))
    history = after(sent(SENT), JUNE)

    assert isinstance(early, NoClock)
    assert isinstance(history[-1], ClockPaused)
    assert isinstance(clock_decider.fold(history), Paused)
    in_time, early_answer = (
        after(JUNE, sent(SENT), arrived(ARRIVED)),
        after(sent(SENT), arrived(ARRIVED), JUNE),
    )
    assert in_time[-1].counted == early_answer[-1].counted


def test_a_reply_while_a_letter_is_out_is_in_time():
    """The period has not ended as long as it stands still; after the stop letters change nothing."""
    history = after(JUNE, sent(SENT), stop(date(2025, 9, 1)), arrived(ARRIVED), sent(SENT, "p2"))

    assert history[-1].in_time is True
    assert isinstance(clock_decider.fold(history), Stopped)


def test_a_letter_out_beyond_the_calendar_waits_and_the_answer_is_deferred():
    """Nothing is guessed: with the answer in, the year without its notice still gives no date."""
    december, calendar = start(date(2025, 12, 15), before_year(2026)), before_year(2026)
    letter, answer = sent(date(2025, 12, 22), calendar=calendar), arrived(date(2026, 1, 5), calendar=calendar)

    assert isinstance(state(december, letter), Paused)
    assert isinstance(state(december, letter, answer), Deferred)
    assert state(december, letter, answer, recount()).due.due_on == date(2026, 1, 26)


def test_a_warning_is_not_repeated_for_the_same_day():
    """Warned of five days left, then paused: the new date warns of three and one only."""
    warned = after(JUNE)[-1]
    assert isinstance(warned, DueDateSet)
    day_5 = warned.counted[14].date

    *_, due = after(JUNE, warn(5, day_5), sent(day_5), arrived(date(2025, 7, 20)))

    assert due.warn_working_days == (3, 1)


def test_a_new_notice_may_let_a_letter_stop_the_clock_after_all():
    """A notice takes the last day off on which the letter went out: the period had not ended."""
    old = load_calendar().as_of(date(2020, 1, 20))
    history = after(start(date(2020, 1, 15), old), sent(date(2020, 2, 17), calendar=old), recount())

    assert isinstance(history[-1], ClockPaused)
    assert history[-1] == next(event for event in history if isinstance(event, ClockPaused))
