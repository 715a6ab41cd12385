"""The rules of saying a count, and of warning and striking by it, one small function each.

The ladder of warnings (预警) is the agency's: the nearer the day, the higher the role.
"""

from datetime import date, datetime

from deadline.clock.count import Judgement
from deadline.clock.period import Period
from deadline.clock.state import Clock
from deadline.warning_days import warning_day
from shared.events.deadline.clock import DueDateDeferred, DueDateSet
from shared.events.deadline.facts import Began
from shared.events.terms import CountedDay, Ground
from shared.workdays import Count, Uncovered, deadline_instant


def grounds(judged: Judgement) -> tuple[Ground, ...]:
    """Why this many days, from this day, who was told of more, and the rules and notices of the count."""
    if judged.period is None or judged.count is None:
        return ()
    began = judged.period.began.fact
    basis = began.basis
    lines = [Ground("period", basis.clause, basis.source, began.working_days)]
    if judged.period.void_since:
        lines.append(_begun_anew(judged.period))
    if judged.extension:
        told = judged.extension.fact
        lines.append(Ground("told", told.basis.clause, told.basis.source, told.working_days, told.on))
    return (*lines, *judged.count.grounds)


def _begun_anew(period: Period) -> Ground:
    """条例第三十条: by a correction, or by a new assignment of a void case."""
    code = "corrected" if period.restart else "reassigned"
    return Ground(code, on=period.day_zero_on, since=period.void_since)


def still_to_warn(clock: Clock, period: Period, counted: tuple[CountedDay, ...]) -> tuple[int, ...]:
    """The ladder without the warnings that were raised in this period on the very day that this count gives them."""
    ladder = period.began.fact.warn_working_days
    if period.day_zero_on != clock.standing.day_zero_on:
        return ladder
    return tuple(left for left in ladder if (left, warning_day(counted, left)) not in clock.warned)


def same_count(said: DueDateSet | DueDateDeferred | None, judged: Judgement) -> bool:
    """Whether a count says what was said already, whatever made it: days, letters, reasons and notices."""
    match said, judged.count, judged.uncovered:
        case DueDateSet(), Count() as count, _:
            letters = tuple(letter.said() for letter in judged.letters)
            mine = (count.counted, count.skipped, letters, grounds(judged))
            return mine == (said.counted, said.skipped, said.pauses, said.grounds)
        case DueDateDeferred(), None, Uncovered() as uncovered if judged.course == "deferred":
            return said.not_before_on == uncovered.not_before
        case _:
            return False


def same_day(said: DueDateSet | DueDateDeferred | None, judged: Judgement) -> bool:
    """Whether a count ends on the day that was said, on whatever grounds."""
    return isinstance(said, DueDateSet) and said.due_on == judged.due_on


def still_missed(missed_on: date, judged: Judgement) -> bool:
    """Whether the period was over on the day that was struck, without the act, by all that is known."""
    if judged.period is None:
        return False
    if judged.stop:
        return judged.in_time is False
    if judged.period.void_since and judged.period.day_zero_on > missed_on:
        return judged.period.waited_from is None or judged.period.waited_from > missed_on
    match judged.course:
        case "running":
            return judged.due_on is not None and judged.due_on <= missed_on
        case "suspended":
            return judged.period.suspended is not None and judged.period.suspended.fact.on > missed_on
        case "deferred" | "paused":
            return False


def passed(due: DueDateSet, at: datetime) -> bool:
    """C4: a period is over at the next local midnight after its last day, not before."""
    return at >= deadline_instant(due.due_on)


def role_warned(began: Began, working_days_left: int) -> str:
    """Who is warned of so many days left; "" for a clock that began without a ladder."""
    return dict(zip(began.warn_working_days, began.warn_roles, strict=False)).get(working_days_left, "")
