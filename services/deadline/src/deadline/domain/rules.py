"""The rules of counting and striking, one small function each; how a working day is told stands in shared.workdays."""

from datetime import date, datetime
from itertools import pairwise

from deadline.domain.commands import LoadNotice
from shared.clock import shanghai_midnight
from shared.decider import Refusal
from shared.events.deadline import ClockStarted, DueDateDeferred, DueDateSet
from shared.events.terms import CountedDay, DayRange, SkippedDay
from shared.workdays import Calendar, Uncovered, count, deadline_instant

SATURDAY = 5


def counted(
    started: ClockStarted, calendar: Calendar, generation: int, reason: str
) -> DueDateSet | DueDateDeferred:
    """条例33: the due date with its days and grounds, or 不早于 where a year has no notice; never a guess."""
    try:
        answer = count(calendar, started.day_zero_on, started.working_days)
    except Uncovered as refusal:
        return DueDateDeferred(
            request_id=started.request_id,
            clock=started.clock,
            generation=generation,
            not_before_on=refusal.not_before,
            uncovered_year=refusal.year,
            reason=reason,
        )
    rule = f"{started.basis.clause}（{started.basis.source}）：期限{started.working_days}个工作日"
    return DueDateSet(
        request_id=started.request_id,
        clock=started.clock,
        generation=generation,
        due_on=answer.counted[-1].date,
        warn_working_days=started.warn_working_days,
        counted=tuple(CountedDay(day.date, day.n, day.why) for day in answer.counted),
        skipped=tuple(SkippedDay(day.date, day.why) for day in answer.skipped),
        basis=(rule, *answer.basis),
        reason=reason,
    )


def same_count(one: DueDateSet | DueDateDeferred, other: DueDateSet | DueDateDeferred) -> bool:
    """Whether two counts say the same, whatever made them: days, reasons and notices."""
    match one, other:
        case DueDateSet(), DueDateSet():
            return (one.counted, one.skipped, one.basis) == (other.counted, other.skipped, other.basis)
        case DueDateDeferred(), DueDateDeferred():
            return one.not_before_on == other.not_before_on
        case _:
            return False


def passed(due: DueDateSet, at: datetime) -> bool:
    """C4: a period is over at the next local midnight after its last day, not before."""
    return at >= deadline_instant(due.due_on)


def warning_at(due: DueDateSet, working_days_left: int) -> datetime | None:
    """The first instant of the day after which so many working days are left; None if the period is shorter."""
    nth = len(due.counted) - working_days_left
    return shanghai_midnight(due.counted[nth - 1].date) if nth > 0 else None


def days_ordered_once(command: LoadNotice) -> None:
    """A notice orders each day once, in ranges that do not end before they begin."""
    ranges = sorted(command.off, key=lambda days: days.first)
    if any(days.last < days.first for days in ranges):
        raise Refusal("range-ends-before-it-begins", "放假日期的止日早于起日。请按通知原文核对后重新录入。")
    if any(later.first <= earlier.last for earlier, later in pairwise(ranges)):
        raise Refusal("days-off-twice", "同一天被列入两段放假日期。请按通知原文核对后重新录入。")
    if any(_is_off(day, ranges) for day in command.worked):
        raise Refusal("off-and-worked", "同一天既放假又上班。请按通知原文核对后重新录入。")


def worked_on_weekends(command: LoadNotice) -> None:
    """放假办法: a make-up working day (调休上班) is a Saturday or a Sunday."""
    if any(day.weekday() < SATURDAY for day in command.worked):
        raise Refusal("worked-not-on-weekend", "调休上班日应当是周六或周日。请按通知原文核对后重新录入。")


def _is_off(day: date, ranges: list[DayRange]) -> bool:
    return any(days.first <= day <= days.last for days in ranges)
