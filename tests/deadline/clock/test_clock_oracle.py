"""The clock against a naive oracle that walks one day after the other, over 2019 to 2026 and many thousand histories.

A history is drawn by a seeded generator, many to an example. `make test` sees ten thousand of them, `make thorough` a
hundred thousand.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import chinese_calendar
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deadline.calendar.package import load_calendar
from deadline.clock.decide import clock_decider
from support.deadline.clocks import arrived, extend, restart, sent, start, suspend

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
ONE_DAY = timedelta(days=1)
DAYS = [FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1)]
WORKS = frozenset(day for day in DAYS if chinese_calendar.is_workday(day))
CALENDAR = load_calendar()

HISTORIES, RESTARTED = 80, 20
"""An example draws so many; shrinking a seed tells nothing, so a failure is shown by its facts."""

SEEDS = st.integers(0, 2**32 - 1)
RUN = settings(deadline=None, phases=(Phase.explicit, Phase.generate))


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


def extended_by(facts, extension):
    """The oracle with an extension, which counts if it was told within the period and by its first due date."""
    first = walked(facts)
    if extension is None:
        return first
    working_days, told_on = extension
    in_time = facts.day_zero_on <= told_on and (first is None or told_on <= first)
    return walked(facts, working_days) if in_time else first


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


def heard_of(facts):
    """All that is known of a request as commands."""
    commands = [start(facts.day_zero_on, CALENDAR, facts.working_days)]
    for n, (out, back) in enumerate(facts.letters):
        commands += [sent(out, f"p{n}", CALENDAR), *([arrived(back, f"p{n}", CALENDAR)] if back else [])]
    return commands + ([extend(*facts.extension, CALENDAR)] if facts.extension else [])


def in_any_order(commands, random):
    """The clock that heard all of them, whichever first."""
    return played(clock_decider.initial, random.sample(commands, len(commands)))


def played(state, commands):
    """The clock after these commands."""
    for command in commands:
        state = clock_decider.fold(clock_decider.decide(state, command), state)
    return state


def due(state):
    """The date that stands, None where the period stands still."""
    assert state.standing.state in {"running", "paused"}, state
    return state.standing.due_on


@RUN
@given(SEEDS)
def test_letters_and_an_extension_heard_in_any_order_give_the_oracle_s_date(seed):
    """Letters are a union and never shorten; an extension told by the paused first due date joins it."""
    random = Random(seed)
    for _ in range(HISTORIES):
        facts = drawn(random)
        first = walked(facts)
        assert first is None or first >= walked(replace(facts, letters=[])), facts
        clock = in_any_order(heard_of(facts), random)
        assert due(clock) == extended_by(facts, facts.extension), facts


@RUN
@given(SEEDS)
def test_a_correction_forgets_all_that_was_before_it(seed):
    """Only the new day 0 counts, and letters and extensions of it or later, whichever was heard first."""
    random = Random(seed)
    for _ in range(RESTARTED):
        facts = drawn(random)
        corrected_on = facts.day_zero_on + random.randint(1, 40) * ONE_DAY
        facts_heard = [*heard_of(facts), suspend(facts.day_zero_on), restart(corrected_on, CALENDAR)]

        kept = [letter for letter in facts.letters if letter[0] >= corrected_on]
        anew = Facts(corrected_on, facts.working_days, kept)
        assert due(in_any_order(facts_heard, random)) == extended_by(anew, facts.extension), (
            facts,
            corrected_on,
        )
