"""测算: count a clock as if a letter were sent today or an extension were notified today. Nothing is written."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from deadline.clock import rules
from deadline.clock.count import Evaluation, evaluate
from deadline.clock.state import Clock, Heard
from shared.events.deadline.facts import ClockFact, Extended, LetterAnswered, LetterSent
from shared.events.terms import Basis
from shared.workdays import Calendar, Count, due_date

ASSUMED = Basis("测算", "没有发生")
LETTER = "supposed"
LAST = 2**62
"""A lane number after all real facts: assumed facts sort last within a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """An assumed letter of today, answered after some working days, an assumed extension of today, or both."""

    today: date
    answered_after_working_days: int | None
    extension_working_days: int | None
    edges: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The count of a scenario, and codes of warnings about it."""

    count: Count
    warnings: tuple[str, ...]


def forecast(clock: Clock, calendar: Calendar, scenario: Scenario) -> Forecast:
    """Count a clock under a scenario. Raises `Uncovered`."""
    warnings: list[str] = []
    facts = [*clock.facts.values()]
    if scenario.extension_working_days:
        facts.append(_heard(1, _extension(scenario)))
        warnings += _extension_warnings(clock, evaluate(facts, calendar))
    if scenario.answered_after_working_days is not None:
        due_on = evaluate(facts, calendar).due_on
        if due_on is not None and scenario.today >= due_on:
            warnings.append("letter-saves-nothing")
        facts += _letter(scenario, calendar)
    return _forecast(evaluate(facts, calendar), tuple(warnings))


def _forecast(evaluation: Evaluation, warnings: tuple[str, ...]) -> Forecast:
    if evaluation.count is None:
        raise evaluation.uncovered or ValueError("a clock that does not run supposes nothing")
    return Forecast(replace(evaluation.count, grounds=rules.grounds(evaluation)), warnings)


def _extension_warnings(clock: Clock, with_it: Evaluation) -> list[str]:
    """Warn of a second extension and of one notified after the first due date (条例第三十三条第二款)."""
    if clock.standing.extension_working_days:
        return ["extended-before"]
    return [] if with_it.extension else ["told-too-late"]


def _extension(scenario: Scenario) -> Extended:
    return Extended(on=scenario.today, working_days=scenario.extension_working_days or 0, basis=ASSUMED)


def _letter(scenario: Scenario, calendar: Calendar) -> list[Heard[ClockFact]]:
    """Return a letter of today to a third party, and its answer."""
    days = scenario.answered_after_working_days or 0
    arrived_on = due_date(calendar, scenario.today, days) if days else scenario.today
    sent = LetterSent(
        on=scenario.today,
        letter=LETTER,
        kind="third_party",
        pauses=True,
        edges=scenario.edges,
        basis=ASSUMED,
    )
    return [_heard(2, sent), _heard(3, LetterAnswered(on=arrived_on, letter=LETTER))]


def _heard(n: int, fact: ClockFact) -> Heard[ClockFact]:
    return Heard(UUID(int=n), LAST + n, fact)
