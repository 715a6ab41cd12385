"""The clock against a naive oracle that walks one day after the other, over 2019 to 2026 and many thousand histories.

A history is drawn by a seeded generator, many to an example, so that the whole run sees a hundred thousand of them.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import chinese_calendar
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deadline.calendar import load_calendar
from deadline.domain.clock import Paused, Running
from deadline.domain.decider import clock_decider
from support.deadline_clocks import arrived, extend, restart, sent, start, suspend

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
ONE_DAY = timedelta(days=1)
DAYS = [FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1)]
WORKS = frozenset(day for day in DAYS if chinese_calendar.is_workday(day))
CALENDAR = load_calendar()

HISTORIES = 1_000
"""An example draws so many; shrinking a seed tells nothing, so a failure is shown by its facts."""

SEEDS = st.integers(0, 2**32 - 1)
PHASES = (Phase.explicit, Phase.generate)
RUN = settings(max_examples=80, deadline=None, phases=PHASES)
RESTARTS = settings(max_examples=20, deadline=None, phases=PHASES)


@dataclass
class Facts:
    """What a clerk knows of one request: no law stands here."""

    day_zero_on: date
    working_days: int
    letters: list[tuple[date, date | None]] = field(default_factory=list)
    extension: tuple[int, date] | None = None


def walked(facts, extra=0):
    """The oracle: one day after the other; None while a letter is out that the period did not end before."""
    day, left = facts.day_zero_on, facts.working_days + extra
    while left:
        if any(sent_on <= day and arrived_on is None for sent_on, arrived_on in facts.letters):
            return None
        day += ONE_DAY
        held = any(sent_on < day <= arrived_on for sent_on, arrived_on in facts.letters if arrived_on)
        left -= day in WORKS and not held
    return day


def drawn(random):
    """One request's facts; letters of before the end are the rule, some come later and some are not answered."""
    facts = Facts(DAYS[random.randrange(len(DAYS) - 300)], random.randint(1, 30))
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        sent_on = facts.day_zero_on + random.randint(0, 40) * ONE_DAY
        answered = random.random() < 0.9
        facts.letters.append((sent_on, sent_on + random.randint(0, 30) * ONE_DAY if answered else None))
    if random.random() < 0.4:
        facts.extension = (random.randint(1, 20), facts.day_zero_on + random.randint(0, 60) * ONE_DAY)
    return facts


def wishes(facts, random):
    """The letters as commands, in any order in which each answer comes behind its letter."""
    queues = [
        [sent(out, f"p{n}", CALENDAR), *([arrived(back, f"p{n}", CALENDAR)] if back else [])]
        for n, (out, back) in enumerate(facts.letters)
    ]
    while queues:
        queue = random.choice(queues)
        yield queue.pop(0)
        queues = [each for each in queues if each]


def played(state, commands):
    """The clock after these commands."""
    for command in commands:
        state = clock_decider.fold(clock_decider.decide(state, command), state)
    return state


def due(state):
    """The date that stands, None where the period stands still."""
    assert isinstance(state, Running | Paused), state
    return state.due.due_on if isinstance(state, Running) else None


def with_start(facts, random):
    """The letters as commands, and among them the start: it may become known before, between or after them."""
    commands = list(wishes(facts, random))
    begin = start(facts.day_zero_on, CALENDAR, facts.working_days)
    commands.insert(random.randint(0, len(commands)), begin)
    return commands


@RUN
@given(SEEDS)
def test_letters_in_any_order_and_then_an_extension_give_the_oracle_s_date(seed):
    """Letters commute, are a union and never shorten; an extension told by the paused first due date joins it."""
    random = Random(seed)
    for _ in range(HISTORIES):
        facts = drawn(random)
        clock = played(clock_decider.initial, with_start(facts, random))
        first = walked(facts)
        assert due(clock) == first, facts
        assert first is None or first >= walked(replace(facts, letters=[])), facts
        if facts.extension:
            working_days, told_on = facts.extension
            clock = played(clock, [extend(working_days, told_on, CALENDAR)])
            in_time = first is None or told_on <= first
            assert due(clock) == (walked(facts, working_days) if in_time else first), facts


@RESTARTS
@given(SEEDS)
def test_a_correction_forgets_all_that_was_before_it(seed):
    """After it only the new day 0 counts, and letters that went out on it or later, known before it or behind it."""
    random = Random(seed)
    for _ in range(HISTORIES):
        facts = drawn(random)
        corrected_on = facts.day_zero_on + random.randint(1, 40) * ONE_DAY
        known = played(clock_decider.initial, with_start(facts, random))
        extended = played(known, [extend(*facts.extension, CALENDAR)] if facts.extension else [])
        clock = played(extended, [suspend(facts.day_zero_on), restart(corrected_on, CALENDAR)])

        kept = [letter for letter in facts.letters if letter[0] >= corrected_on]
        anew = Facts(corrected_on, facts.working_days, kept)
        assert due(clock) == walked(anew), (facts, corrected_on)
        later = played(clock, wishes(facts, random))
        assert due(later) == due(clock), (facts, corrected_on)
