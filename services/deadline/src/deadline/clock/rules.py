"""Rules of publishing a count, of warnings and of misses, one function each.

An agency's policy gives the warning ladder (预警): the fewer days are left, the higher the role that is warned.
"""

from datetime import date, datetime

from deadline.clock.count import Evaluation
from deadline.clock.period import Period
from deadline.clock.state import Clock
from deadline.warning_days import warning_day
from shared.events.deadline.clock import DueDateDeferred, DueDateSet
from shared.events.deadline.facts import Began
from shared.events.terms import CountedDay, Ground
from shared.workdays import Count, Uncovered, deadline_instant


def grounds(evaluation: Evaluation) -> tuple[Ground, ...]:
    """Return the grounds of a count: its length, a new beginning, an extension, and the rules and notices used."""
    if evaluation.period is None or evaluation.count is None:
        return ()
    began = evaluation.period.began.fact
    basis = began.basis
    lines = [Ground("period", basis.clause, basis.source, began.working_days)]
    if evaluation.period.void_since:
        lines.append(_restart_ground(evaluation.period))
    if evaluation.extension:
        notice = evaluation.extension.fact
        lines.append(Ground("told", notice.basis.clause, notice.basis.source, notice.working_days, notice.on))
    return (*lines, *evaluation.count.grounds)


def _restart_ground(period: Period) -> Ground:
    """Return the ground of a new beginning (条例第三十条): a correction, or a new assignment of a void case."""
    code = "corrected" if period.restart else "reassigned"
    return Ground(code, on=period.day_zero_on, since=period.void_since)


def remaining_warnings(clock: Clock, period: Period, counted: tuple[CountedDay, ...]) -> tuple[int, ...]:
    """Return the warning ladder without the warnings already raised in this period for the same day."""
    ladder = period.began.fact.warn_working_days
    if period.day_zero_on != clock.standing.day_zero_on:
        return ladder
    return tuple(left for left in ladder if (left, warning_day(counted, left)) not in clock.warned)


def same_count(published: DueDateSet | DueDateDeferred | None, evaluation: Evaluation) -> bool:
    """Return whether a count equals the published one in days, letters, grounds and notices."""
    match published, evaluation.count, evaluation.uncovered:
        case DueDateSet(), Count() as count, _:
            letters = tuple(letter.published() for letter in evaluation.letters)
            mine = (count.counted, count.skipped, letters, grounds(evaluation))
            return mine == (published.counted, published.skipped, published.pauses, published.grounds)
        case DueDateDeferred(), None, Uncovered() as uncovered if evaluation.period_state == "deferred":
            return published.not_before_on == uncovered.not_before
        case _:
            return False


def same_day(published: DueDateSet | DueDateDeferred | None, evaluation: Evaluation) -> bool:
    """Return whether a count has the published due date."""
    return isinstance(published, DueDateSet) and published.due_on == evaluation.due_on


def still_missed(missed_on: date, evaluation: Evaluation) -> bool:
    """Return whether, by all known facts, the period ended on the missed day without the act."""
    if evaluation.period is None:
        return False
    if evaluation.stop:
        return evaluation.in_time is False
    if evaluation.period.void_since and evaluation.period.day_zero_on > missed_on:
        return evaluation.period.waited_from is None or evaluation.period.waited_from > missed_on
    match evaluation.period_state:
        case "running":
            return evaluation.due_on is not None and evaluation.due_on <= missed_on
        case "suspended":
            return evaluation.period.suspended is not None and evaluation.period.suspended.fact.on > missed_on
        case "deferred" | "paused":
            return False


def passed(due: DueDateSet, at: datetime) -> bool:
    """Return whether a due date has passed: at the midnight (Shanghai) after its last day (C4)."""
    return at >= deadline_instant(due.due_on)


def role_warned(began: Began, working_days_left: int) -> str:
    """Return the role that is warned of this many days left; "" for a clock without a warning ladder."""
    return dict(zip(began.warn_working_days, began.warn_roles, strict=False)).get(working_days_left, "")
