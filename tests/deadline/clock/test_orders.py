"""The same facts give the same clock, in whatever order they are heard; and every event carries the standing that follows."""

from dataclasses import replace
from itertools import permutations
from random import Random
from uuid import UUID

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from deadline.calendar.package import load_calendar
from deadline.clock.count import evaluate
from deadline.clock.decide import clock_decider
from deadline.clock.state import Heard
from shared.events.deadline.clock import (
    ClockFactHeard,
    DeadlineMissed,
    DeadlineMissWithdrawn,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from support.deadline.clocks import before_year, hear, recount, strike, warn
from support.deadline.histories import day, drawn

CALENDAR = load_calendar()
BEFORE_2026 = before_year(2026)
SEEDS = st.integers(0, 2**32 - 1)
RUN = settings(deadline=None, phases=(Phase.explicit, Phase.generate))
HISTORIES = 5
"""An example draws so many."""


def numbered(facts):
    """Facts under their ids, and the number of each in its lane."""
    return [Heard(UUID(int=n), n, fact) for n, fact in enumerate(facts, 1)]


def played(facts, calendar=CALENDAR):
    """The clock that heard facts one by one."""
    clock = clock_decider.initial
    for each in facts:
        command = replace(hear(calendar=calendar), facts=(each,))
        clock = clock_decider.fold(clock_decider.decide(clock, command), clock)
    return clock


def without_history(standing):
    """What facts alone decide of a standing: how often it was counted is history."""
    return structs.replace(standing, generation=0)


@RUN
@given(SEEDS)
def test_a_clock_that_heard_the_same_stands_the_same_in_whatever_order(seed):
    """Standing and days of the count: of each history a dozen orders."""
    random = Random(seed)
    for _ in range(HISTORIES):
        facts = numbered(drawn(random))
        first = played(facts)
        for _ in range(12):
            again = played(random.sample(facts, len(facts)))
            assert without_history(again.standing) == without_history(first.standing), facts
            assert (again.due and again.due.counted) == (first.due and first.due.counted), facts


@RUN
@given(SEEDS)
def test_the_count_is_the_same_in_every_order_of_few_facts(seed):
    """All orders of up to five facts."""
    random = Random(seed)
    facts = numbered(drawn(random)[:5])
    first = evaluate(facts, CALENDAR)

    assert all(evaluate(order, CALENDAR) == first for order in permutations(facts))


@RUN
@given(SEEDS)
def test_a_fact_that_is_heard_again_is_no_news_and_another_under_its_id_takes_its_place(seed):
    """A fact that was put right counts as if it had been told so at first."""
    random = Random(seed)
    facts = numbered(drawn(random))
    clock = played(facts)

    again = replace(hear(), facts=tuple(facts))
    assert not clock_decider.decide(clock, again)
    which = random.randrange(len(facts))
    right = replace(facts[which], fact=structs.replace(facts[which].fact, on=day(random)))
    corrected = clock_decider.fold(clock_decider.decide(clock, replace(hear(), facts=(right,))), clock)
    at_first = [right if n == which else each for n, each in enumerate(facts)]
    assert without_history(corrected.standing) == without_history(played(at_first).standing)


def a_command(random, facts, clock):
    """A fact that is not heard yet, a timer, or another calendar."""
    calendar = random.choice((CALENDAR, CALENDAR, BEFORE_2026))
    generation = clock.standing.generation
    match random.choice("ffffwsr") if facts else random.choice("wsr"):
        case "f":
            return replace(hear(calendar=CALENDAR), facts=(facts.pop(),))
        case "w":
            return warn(random.choice((5, 3, 1)), day(random, 120), generation)
        case "s":
            return strike(day(random, 120), generation)
        case _:
            return recount(calendar)


def read(events):
    """What a reader makes of the events alone: warnings, the miss, the number of counts; their standings left aside."""
    warned, missed_on, counts = None, None, 0
    for event in events:
        match event:
            case DueDateSet() | DueDateDeferred():
                warned, counts = None, counts + 1
                missed_on = missed_on if getattr(event, "due_on", None) == missed_on else None
            case WarningRaised(working_days_left=left):
                warned = left
            case DeadlineMissed(due_on=on):
                missed_on = on
            case DeadlineMissWithdrawn():
                missed_on = None
    facts = {
        each.fact_id: Heard(each.fact_id, each.source_seq, each.fact) for each in events if _is_fact(each)
    }
    return facts.values(), warned, missed_on, counts


def _is_fact(event):
    return isinstance(event, ClockFactHeard)


@RUN
@given(SEEDS)
def test_at_every_moment_the_stamp_is_what_the_events_so_far_come_to(seed):
    """State, date, warnings, miss, pauses, stop and number of counts; all events of one commit carry the same."""
    random = Random(seed)
    for _ in range(HISTORIES):
        facts = numbered(drawn(random))
        random.shuffle(facts)
        clock, history = clock_decider.initial, []
        for _ in range(len(facts) + 8):
            command = a_command(random, facts, clock)
            news = clock_decider.decide(clock, command)
            if not news:
                continue
            history += news
            clock = clock_decider.fold(news, clock)
            (stamp,) = {structs.astuple(event.standing) for event in news}
            assert stamp == structs.astuple(clock.standing)
            check(clock.standing, history, getattr(command, "calendar", None))


def check(stamp, history, calendar):
    """The stamp against the events; where a calendar was in hand, against the count by it too."""
    known, warned, missed_on, counts = read(history)
    dates = [event for event in history if isinstance(event, DueDateSet | DueDateDeferred)]
    assert stamp.generation == counts
    if stamp.state in {"running", "missed"}:
        assert stamp.due_on == dates[-1].due_on
        assert stamp.warned_left == warned
    assert (stamp.state == "missed") <= (missed_on == stamp.due_on)
    assert (stamp.state == "running") <= (missed_on != stamp.due_on)
    if calendar is not None:
        evaluation = evaluate(known, calendar)
        state = "running" if stamp.state == "missed" else stamp.state
        assert state == evaluation.state
        if evaluation.period:
            assert (stamp.due_on, stamp.stopped_on, stamp.in_time) == (
                evaluation.due_on,
                evaluation.stopped_on,
                evaluation.in_time,
            )
            assert stamp.pauses == tuple(letter.published() for letter in evaluation.letters)
            assert stamp.day_zero_on == evaluation.period.day_zero_on
