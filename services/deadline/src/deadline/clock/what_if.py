"""测算: what a clock would say if a letter went out or the applicant were told of an extension; nothing is written."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from deadline.clock import rules
from deadline.clock.count import Judgement, judge
from deadline.clock.state import Clock, Heard
from shared.events.deadline.facts import ClockFact, Extended, LetterAnswered, LetterSent
from shared.events.terms import Basis
from shared.workdays import Calendar, Count, due_date

SUPPOSED = Basis("测算", "没有发生")
LETTER = "supposed"
LAST = 2**62
"""What is supposed comes behind all that was heard of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is supposed to happen today: a letter that is answered so many working days later, an extension, or both."""

    today: date
    answered_after_working_days: int | None
    extension_working_days: int | None
    edges: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """The count that would stand, with the rules behind the period, and what speaks against it (a code each)."""

    count: Count
    warnings: tuple[str, ...]


def outlook(clock: Clock, calendar: Calendar, supposed: Supposition) -> Outlook:
    """What the count would be. Raises `Uncovered`."""
    warnings: list[str] = []
    facts = [*clock.facts.values()]
    if supposed.extension_working_days:
        facts.append(_heard(1, _extension(supposed)))
        warnings += _against_extension(clock, judge(facts, calendar))
    if supposed.answered_after_working_days is not None:
        due_on = judge(facts, calendar).due_on
        if due_on is not None and supposed.today >= due_on:
            warnings.append("letter-saves-nothing")
        facts += _letter(supposed, calendar)
    return _seen(judge(facts, calendar), tuple(warnings))


def _seen(judged: Judgement, warnings: tuple[str, ...]) -> Outlook:
    if judged.count is None:
        raise judged.uncovered or ValueError("a clock that does not run supposes nothing")
    return Outlook(replace(judged.count, grounds=rules.grounds(judged)), warnings)


def _against_extension(clock: Clock, with_it: Judgement) -> list[str]:
    """条例第三十三条第二款: once, and told before the first due date."""
    if clock.standing.extension_working_days:
        return ["extended-before"]
    return [] if with_it.extension else ["told-too-late"]


def _extension(supposed: Supposition) -> Extended:
    return Extended(on=supposed.today, working_days=supposed.extension_working_days or 0, basis=SUPPOSED)


def _letter(supposed: Supposition, calendar: Calendar) -> list[Heard[ClockFact]]:
    """A letter of today to a third party, and its answer."""
    days = supposed.answered_after_working_days or 0
    arrived_on = due_date(calendar, supposed.today, days) if days else supposed.today
    sent = LetterSent(
        on=supposed.today,
        letter=LETTER,
        kind="third_party",
        pauses=True,
        edges=supposed.edges,
        basis=SUPPOSED,
    )
    return [_heard(2, sent), _heard(3, LetterAnswered(on=arrived_on, letter=LETTER))]


def _heard(n: int, fact: ClockFact) -> Heard[ClockFact]:
    return Heard(UUID(int=n), LAST + n, fact)
