"""测算: what a clock would say if a letter went out or the applicant were told of an extension; nothing is written."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from deadline.domain import rules
from deadline.domain.terms import Terms
from shared.events.deadline import ClockExtended, ClockPaused, ClockResumed
from shared.events.terms import Basis
from shared.workdays import Calendar, Count, due_date

SUPPOSED = Basis("测算", "没有发生")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is supposed to happen today: a letter that is answered so many working days later, an extension, or both."""

    today: date
    answered_after_working_days: int | None
    extension_working_days: int | None
    edges: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """The count that would stand, with the rules behind the period, and what speaks against it."""

    count: Count
    warnings: tuple[str, ...]


def outlook(terms: Terms, calendar: Calendar, supposed: Supposition) -> Outlook:
    """What the count would be. Raises `Uncovered`."""
    warnings: list[str] = []
    if supposed.extension_working_days:
        terms = _extended(terms, calendar, supposed, warnings)
    if supposed.answered_after_working_days is not None:
        before = rules.count_of(terms, calendar)
        terms = _asked(terms, calendar, supposed)
        if before.due_on is not None and supposed.today >= before.due_on:
            warnings.append("期限在发出之日已经届满，发出征求意见书不能暂停计时。请先办理延期。")
    count = rules.count_of(terms, calendar)
    return Outlook(replace(count, basis=(*rules.grounds(terms), *count.basis)), tuple(warnings))


def _extended(terms: Terms, calendar: Calendar, supposed: Supposition, warnings: list[str]) -> Terms:
    if terms.extension is not None:
        warnings.append("已经延期一次，不能再次延期（条例第三十三条第二款）。")
        return terms
    if not rules.told_in_time(terms, calendar, supposed.today):
        warnings.append("原期限已经届满，今天告知延期已经晚了（条例第三十三条第二款）。")
        return terms
    extension = ClockExtended(
        request_id=terms.started.request_id,
        clock=terms.started.clock,
        working_days=supposed.extension_working_days or 0,
        notified_on=supposed.today,
        basis=SUPPOSED,
    )
    return replace(terms, extension=extension)


def _asked(terms: Terms, calendar: Calendar, supposed: Supposition) -> Terms:
    """A letter of today to a third party, and its answer."""
    days = supposed.answered_after_working_days or 0
    arrived_on = due_date(calendar, supposed.today, days) if days else supposed.today
    of: dict[str, Any] = {
        "request_id": terms.started.request_id,
        "clock": terms.started.clock,
        "pause": "supposed",
    }
    sent = ClockPaused(kind="third_party", sent_on=supposed.today, basis=SUPPOSED, edges=supposed.edges, **of)
    answer = ClockResumed(arrived_on=arrived_on, reason="收到意见", **of)
    return replace(terms, letters=terms.letters.with_sent(sent).with_answer(answer))
