"""How a due date is shown: the date, what is left of it, and how loudly. Counted by deadline, only read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from review.projections.due_dates import Due
from shared.web.due_words import deferred_words, running_words, stopped_words
from shared.workdays import explained


@dataclass(frozen=True, slots=True)
class DueView:
    """`explained` is what the due card shows; `tone` repeats the words' urgency; `order` sorts the desk."""

    explained: Mapping[str, Any]
    remark: str
    tone: str
    order: date


def due_view(due: Due | None, today: date) -> DueView:
    """The words for a clock as of today."""
    if due is None:
        return DueView(explained(None), "收到期限信息后显示", "info", date.max)
    remark, tone = _said(due, today)
    return DueView(explained(due), remark, tone, due.due_on or due.not_before_on or date.max)


def _said(due: Due, today: date) -> tuple[str, str]:
    if due.stopped_on is not None:
        return stopped_words(due.stopped_on, due.in_time)
    if due.due_on is not None:
        left = due.working_days_left(today)
        return running_words(due.due_on, today, left, near=due.warned)
    if due.not_before_on is not None and due.uncovered_year is not None:
        return deferred_words(due.not_before_on, due.uncovered_year)
    return "正在计算", "info"
