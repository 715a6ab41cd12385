"""How a due date is said: the date, what is left of it, and how loudly. Counted by deadline, only read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from review.projections.due_dates import Due
from shared.web.filters import chinese_date

SOON_WORKING_DAYS = 3
"""From here on a date is shown as near, as in 今日/3日/正常; deadline's own warning may say so earlier."""


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
        return DueView(_explained(None), "收到期限信息后显示", "info", date.max)
    remark, tone = _said(due, today)
    return DueView(_explained(due), remark, tone, due.due_on or due.not_before_on or date.max)


def _said(due: Due, today: date) -> tuple[str, str]:
    if due.stopped_on is not None:
        return _stopped(due.stopped_on, in_time=due.in_time)
    if due.due_on is None:
        return _uncounted(due)
    if due.missed or today > due.due_on:
        return "已逾期", "bad"
    if today == due.due_on:
        return "今天到期", "bad"
    left = due.working_days_left(today)
    near = due.warned or left is None or left <= SOON_WORKING_DAYS
    return f"还剩 {left} 个工作日", "warn" if near else "info"


def _stopped(on: date, *, in_time: bool | None) -> tuple[str, str]:
    if in_time is None:
        return f"已于{chinese_date(on)}答复", "info"
    return (
        (f"已于{chinese_date(on)}按期答复", "good") if in_time else (f"{chinese_date(on)}答复，已逾期", "bad")
    )


def _uncounted(due: Due) -> tuple[str, str]:
    if due.not_before_on is None:
        return "正在计算", "info"
    return f"不早于{chinese_date(due.not_before_on)}，{due.uncovered_year}年放假安排未公布", "warn"


def _explained(due: Due | None) -> Mapping[str, Any]:
    if due is None:
        return {"due_on": None, "counted": (), "skipped": (), "basis": ()}
    return {"due_on": due.due_on, "counted": due.counted, "skipped": due.skipped, "basis": due.basis}
