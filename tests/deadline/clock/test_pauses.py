"""Letters out and in: the reply period stands still, several letters are a union, an answer gives a date again (D26–D31)."""

from dataclasses import replace
from datetime import date

import pytest

from deadline.calendar.package import load_calendar
from deadline.clock.decide import clock_decider
from shared.events.deadline.clock import DueDateSet
from shared.words.clocks import reason_words
from shared.words.explanation import explained
from shared.workdays import Calendar
from support.deadline.clocks import (
    after,
    arrived,
    before_year,
    effects,
    extend,
    recount,
    sent,
    standing,
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

    assert effects(history)[-1] == "paused"
    assert clock_decider.fold(history).standing.state == "paused"


def test_the_answer_gives_the_date_anew_and_says_which_letter_was_left_out():
    """D26: asked on 10 June, answered on the 25th, due on 16 July instead of 1 July."""
    *_, resumed, due = after(JUNE, sent(SENT), arrived(ARRIVED))

    assert resumed.effect == "resumed"
    assert (due.due_on, due.generation) == (date(2025, 7, 16), 2)
    why = {day["date"]: day["why"] for day in explained(due)["skipped"]}
    assert why["2025-06-11"] == "征求第三方意见期间不计入(06-10发出，06-25收到意见)"
    assert reason_words(due.reason) == "征求意见2025年6月25日收到意见，恢复计时"


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

    assert first.standing.state == "paused"
    assert both.standing.state == "running"
    assert both.standing.due_on == date(2025, 7, 23)


def test_a_letter_of_the_last_day_saves_nothing():
    """D31: the date stands with the letter out, and is struck."""
    july, letter = start(date(2025, 7, 1)), sent(date(2025, 7, 29))
    paused = state(july, letter)

    assert paused.standing.state == "running"
    assert paused.standing.due_on == date(2025, 7, 29)
    assert state(july, letter, strike(date(2025, 7, 30), 2)).standing.state == "missed"
    assert effects(after(july, letter, arrived(date(2025, 8, 12))))[-2:] == ["resumed", "due-date-set"]
    assert standing(july, letter, arrived(date(2025, 8, 12))).due_on == date(2025, 7, 29)


def test_an_extension_lets_a_letter_of_the_last_day_count():
    """D31: an extension told on that day makes the letter stop the clock, and the clock says so."""
    history = after(start(date(2025, 7, 1)), sent(date(2025, 7, 29)), extend(10, date(2025, 7, 29)))

    assert effects(history)[-1] == "extended"
    assert clock_decider.fold(history).standing.state == "paused"


def test_a_letter_that_becomes_known_after_the_strike_takes_it_back():
    """A letter that had gone out in time was entered late: the clock waits for its answer."""
    history = [JUNE, strike(date(2025, 7, 2)), sent(SENT)]

    assert state(*history[:2]).standing.state == "missed"
    assert state(*history).standing.state == "paused"


def test_a_letter_that_saves_nothing_after_the_strike_leaves_the_clock_struck():
    """D31, noted late: the letter is kept, the miss stands, and no timer finds anything to do."""
    july, letter = start(date(2025, 7, 1)), sent(date(2025, 7, 29))
    history = [july, strike(date(2025, 7, 30)), letter]

    assert effects(after(*history))[-2:] == ["deadline-missed", "paused"]
    assert (standing(*history).due_on, standing(*history).generation) == (date(2025, 7, 29), 1)
    assert state(*history).standing.state == "missed"
    assert after(*history, strike(date(2025, 7, 31), 2)) == after(*history)
    assert state(*history, extend(10, date(2025, 7, 29))).standing.state == "paused"


def test_a_count_that_leaves_the_day_of_a_miss_is_no_event():
    """An answer that moves nothing, or grounds that a later notice words otherwise, let no clock run again."""
    answered = [start(date(2025, 7, 1)), strike(date(2025, 7, 30)), sent(date(2025, 7, 29))]
    assert effects(after(*answered, arrived(date(2025, 8, 12))))[-1] == "resumed"
    assert state(*answered, arrived(date(2025, 8, 12))).standing.state == "missed"

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
    assert effects(clock_decider.decide(state(JUNE, sent(SENT)), again)) in ([], [""])
    assert standing(JUNE, sent(SENT), again) == standing(JUNE, sent(SENT))


def test_a_letter_is_answered_once():
    """A second answer moves nothing."""
    history = [JUNE, sent(SENT), arrived(ARRIVED)]

    assert standing(*history, arrived(date(2025, 7, 9))) == standing(*history)


def test_a_letter_that_is_known_before_the_request_is_remembered():
    """Order across services is causal only: review's letter may come before intake's receipt."""
    early = state(sent(SENT))
    history = after(sent(SENT), JUNE)

    assert early.standing.state == "unstarted"
    assert effects(history) == ["paused", "started"]
    assert clock_decider.fold(history).standing.state == "paused"
    in_time, early_answer = (
        after(JUNE, sent(SENT), arrived(ARRIVED)),
        after(sent(SENT), arrived(ARRIVED), JUNE),
    )
    assert in_time[-1].counted == early_answer[-1].counted


def test_a_reply_while_a_letter_is_out_is_in_time():
    """The period has not ended as long as it stands still; what came after the stop changes nothing."""
    history = [JUNE, sent(SENT), stop(date(2025, 9, 1))]

    assert (standing(*history).state, standing(*history).in_time) == ("stopped", True)
    later = standing(*history, arrived(date(2025, 9, 2)), sent(date(2025, 9, 3), "p2"))
    assert (later.state, later.stopped_on, later.in_time) == ("stopped", date(2025, 9, 1), True)


def test_an_answer_of_before_the_reply_that_became_known_behind_it_is_counted_by_its_day():
    """The period ran again from the day after the answer, so that the reply was late, whichever was heard first."""
    served, answer = stop(date(2025, 9, 1)), arrived(ARRIVED)

    for order in ((served, answer), (answer, served)):
        assert standing(JUNE, sent(SENT), *order).in_time is False


def test_a_letter_out_beyond_the_calendar_waits_and_the_answer_is_deferred():
    """Nothing is guessed: with the answer in, the year without its notice still gives no date."""
    december, calendar = start(date(2025, 12, 15), before_year(2026)), before_year(2026)
    letter, answer = sent(date(2025, 12, 22), calendar=calendar), arrived(date(2026, 1, 5), calendar=calendar)

    assert state(december, letter).standing.state == "paused"
    assert state(december, letter, answer).standing.state == "deferred"
    assert state(december, letter, answer, recount()).standing.due_on == date(2026, 1, 26)


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

    assert effects(history)[-1] == "paused"
    assert history[-1].fact == next(event for event in history if effects([event]) == ["paused"]).fact
