"""The rules of counting and striking, one small function each; how a working day is told stands in shared.workdays."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from deadline.domain.clock import begins_anew_with
from deadline.domain.ladder import warning_day
from deadline.domain.terms import Terms
from shared.events.deadline import DueDateDeferred, DueDateSet
from shared.workdays import Calendar, Count, Uncovered, count, deadline_instant

Counted: TypeAlias = DueDateSet | DueDateDeferred


def counted(terms: Terms, calendar: Calendar, reason: str) -> Counted | None:
    """条例33: the due date with its days and grounds, or 不早于 where a year has no notice; never a guess.

    None while a letter is out that the period did not end before: it stands still.
    """
    try:
        answer = count_of(terms, calendar)
    except Uncovered as refusal:
        return None if terms.letters.out else _deferred(terms, refusal, reason)
    if answer.due_on is None:
        return None
    return DueDateSet(
        request_id=terms.started.request_id,
        clock=terms.started.clock,
        generation=terms.generation + 1,
        due_on=answer.due_on,
        warn_working_days=_still_to_warn(terms, answer),
        counted=answer.counted,
        skipped=answer.skipped,
        basis=(*grounds(terms), *answer.basis),
        reason=reason,
    )


def count_of(terms: Terms, calendar: Calendar) -> Count:
    """C1–C7 in the order of shared.workdays. Raises `Uncovered`."""
    pauses = [letter.pause() for letter in terms.letters.each]
    return count(
        calendar, terms.day_zero_on, terms.started.working_days, pauses, terms.extension_working_days
    )


def _deferred(terms: Terms, refusal: Uncovered, reason: str) -> DueDateDeferred:
    return DueDateDeferred(
        request_id=terms.started.request_id,
        clock=terms.started.clock,
        generation=terms.generation + 1,
        not_before_on=refusal.not_before,
        uncovered_year=refusal.year,
        reason=reason,
    )


def _still_to_warn(terms: Terms, answer: Count) -> tuple[int, ...]:
    """The ladder without the warnings that were raised on the very day that this count gives them."""
    ladder = terms.started.warn_working_days
    return tuple(left for left in ladder if (left, warning_day(answer.counted, left)) not in terms.warned)


def grounds(terms: Terms) -> tuple[str, ...]:
    """Why this many days, from this day, and who was told of more."""
    started, extension = terms.started, terms.extension
    lines = [f"{started.basis.clause}（{started.basis.source}）：期限{started.working_days}个工作日"]
    if terms.day_zero_on != started.day_zero_on:
        lines.append(
            f"《政府信息公开条例》第三十条：{started.day_zero_on}起算的原期限作废，"
            f"自{begins_anew_with(started.clock)}之日{terms.day_zero_on}起重新计算"
        )
    if extension is not None:
        lines.append(
            f"{extension.basis.clause}（{extension.basis.source}）："
            f"{extension.notified_on}告知申请人延长{extension.working_days}个工作日"
        )
    return tuple(lines)


def told_in_time(terms: Terms, calendar: Calendar, notified_on: date) -> bool:
    """条例33(2), C6: told on or before the first due date, pauses left out; while none can be counted, it has not passed."""
    try:
        first_due_on = count_of(replace(terms, extension=None), calendar).first_due_on
    except Uncovered:
        return True
    return first_due_on is None or notified_on <= first_due_on


def same_count(one: Counted, other: Counted) -> bool:
    """Whether two counts say the same, whatever made them: days, reasons and notices."""
    match one, other:
        case DueDateSet(), DueDateSet():
            return (one.counted, one.skipped, one.basis) == (other.counted, other.skipped, other.basis)
        case DueDateDeferred(), DueDateDeferred():
            return one.not_before_on == other.not_before_on
        case _:
            return False


def same_day(one: Counted, other: Counted) -> bool:
    """Whether two counts end on the same day, on whatever grounds."""
    return isinstance(one, DueDateSet) and isinstance(other, DueDateSet) and one.due_on == other.due_on


def passed(due: DueDateSet, at: datetime) -> bool:
    """C4: a period is over at the next local midnight after its last day, not before."""
    return at >= deadline_instant(due.due_on)
