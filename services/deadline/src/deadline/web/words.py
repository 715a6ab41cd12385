"""How clocks are said on deadline's pages: their names, how each stands today, who is warned, what happened to it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from deadline.domain.clock import (
    CONFIDENTIALITY_REVIEW,
    CONSULTATION,
    CORRECTION,
    CORRECTION_NOTICE,
    NOTHING_DONE,
    REPLY,
    begins_anew_with,
)
from deadline.domain.terms import LETTERS
from shared.web.pages.due_words import deferred_words, running_words, stopped_words
from shared.web.pages.filters import chinese_dates
from shared.words.dates import chinese_date
from shared.workdays import Calendar, Uncovered, working_days_between

CLOCK_NAMES = {
    REPLY: "答复",
    CORRECTION_NOTICE: "补正告知",
    CORRECTION: "补正",
    CONFIDENTIALITY_REVIEW: "保密审查",
}
CONSULTING = "征求意见"
WAITING_FOR = {
    REPLY: "答复送达",
    CORRECTION_NOTICE: "告知补正或者受理",
    CORRECTION: "申请人补正",
    CONFIDENTIALITY_REVIEW: "完成保密审查",
    CONSULTING: "对方答复",
}
STATE_NAMES = {
    "counting": "正在计算",
    "running": "计时中",
    "deferred": "日历未公布",
    "paused": "已暂停",
    "suspended": "等待补正",
    "missed": "逾期",
    "stopped": "已停止",
}
CAUSES = {
    "reply-served": "答复已送达",
    "request-withdrawn": "申请已撤回",
    "request-accepted": "已受理",
    "formal-check-completed": "形式审查无缺项",
    "correction-notified": "已告知补正",
    "request-corrected": "已收到补正",
    "correction-lapsed": "逾期未补正",
    "closing-required": "逾期未补正",
    "closing-lifted": "已收到补正",
    "reply-issued": "答复已签发",
    "sheet-completed": "已完成保密审查",
    "consultation-answered": "已收到意见",
    "consultation-lapsed": "期满未答复",
}


def clock_name(clock: str) -> str:
    """答复、补正告知、补正、保密审查、征求意见."""
    return CONSULTING if clock.startswith(CONSULTATION) else CLOCK_NAMES.get(clock, clock)


def waits_for(clock: str) -> str:
    """What ends the period."""
    return WAITING_FOR.get(clock_name(clock) if clock.startswith(CONSULTATION) else clock, "")


def standing_of(row: Row[Any], calendar: Calendar, today: date) -> tuple[str, str]:
    """How a clock stands today, in words, and the tone of its tag."""
    match row.state:
        case "stopped":
            return _ended(row)
        case "deferred":
            return deferred_words(row.not_before_on, row.uncovered_year)
        case "paused":
            return f"已暂停，自{chinese_date(row.paused_on)}发出征求意见书之次日起不计入期限", "warn"
        case "suspended":
            return _suspended(row.clock, row.suspended_on), "warn"
        case "running" | "missed":
            return days_words(calendar, today, row.due_on, near=row.warned_left is not None)
        case _:
            return STATE_NAMES["counting"], "info"


def _suspended(clock: str, on: date | str) -> str:
    """What a period waits for before it begins again."""
    if clock == CONFIDENTIALITY_REVIEW:
        return f"等待重新分办，{chinese_date(on)}撤销终止"
    return f"等待补正，{chinese_date(on)}已告知"


def _ended(row: Row[Any]) -> tuple[str, str]:
    """An answer is judged by its day; of the rest it is said what ended it, and whether too late."""
    if row.clock == REPLY and row.cause == "reply-served":
        return stopped_words(row.stopped_on, row.in_time)
    words = f"{CAUSES.get(row.cause, '已停止')}（{chinese_date(row.stopped_on)}）"
    late = row.in_time is False and row.cause not in NOTHING_DONE
    return (f"{words}，已逾期", "bad") if late else (words, "good" if row.in_time else "info")


def days_words(calendar: Calendar, today: date, due_on: date, *, near: bool) -> tuple[str, str]:
    """Working days left or overdue; without the year's notice, calendar days are said to be such."""
    try:
        left = working_days_between(calendar, today, due_on)
    except Uncovered:
        return running_words(due_on, today, abs((due_on - today).days), near=near, unit="天")
    return running_words(due_on, today, abs(left), near=near)


def warned_words(row: Row[Any], roles: Mapping[str, str]) -> str:
    """Who is told, in the agency's words for its `roles`: of a miss, of the last warning, or of the next one."""
    if row.state == "missed":
        return f"已报{roles[row.missed_role]}" if row.missed_role else ""
    if row.state != "running" or not row.ladder:
        return ""
    warned: dict[int, str] = dict(row.ladder)
    if row.warned_left in warned:
        return f"已提醒{roles[warned[row.warned_left]]}"
    left, role = row.ladder[0]
    return f"剩 {left} 个工作日时提醒{roles[role]}"


Facts = Mapping[str, Any]

STORY: Mapping[str, Callable[[Facts], str]] = {
    "clock-started": lambda facts: f"起算，{chinese_date(facts['day_zero_on'])}不计入",
    "clock-paused": lambda facts: (
        f"{chinese_date(facts['sent_on'])}发出征求意见书（{LETTERS.get(facts['kind'], CONSULTING)}），暂停计时"
    ),
    "clock-resumed": lambda facts: f"{chinese_date(facts['arrived_on'])}{facts['reason']}，恢复计时",
    "clock-extended": lambda facts: (
        f"延长 {facts['working_days']} 个工作日，{chinese_date(facts['notified_on'])}告知申请人"
    ),
    "clock-suspended": lambda facts: _suspended(facts["clock"], facts["suspended_on"]),
    "clock-restarted": lambda facts: (
        f"{chinese_date(facts['day_zero_on'])}{begins_anew_with(facts['clock'])}，重新起算"
    ),
    "due-date-set": lambda facts: f"到期日 {chinese_date(facts['due_on'])}",
    "due-date-deferred": lambda facts: (
        f"到期日不早于{chinese_date(facts['not_before_on'])}，{facts['uncovered_year']}年放假安排未公布"
    ),
    "warning-raised": lambda facts: f"提醒：还剩 {facts['working_days_left']} 个工作日",
    "deadline-missed": lambda facts: f"逾期：{chinese_date(facts['due_on'])}已届满",
    "clock-stopped": lambda facts: (
        f"{CAUSES.get(facts['cause'], '停止')}，{chinese_date(facts['stopped_on'])}停止计时"
    ),
}
"""What each event of a clock says in its history."""


def history_words(kind: str, facts: Facts, roles: Mapping[str, str]) -> tuple[str, str]:
    """A line of a clock's history: what happened, and on what grounds or to whom it was told."""
    if "basis" in facts:
        grounds = f"{facts['basis']['clause']}（{facts['basis']['source']}）"
    elif facts.get("role"):
        grounds = f"告知{roles[facts['role']]}"
    else:
        grounds = "" if kind == "clock-resumed" else chinese_dates(facts.get("reason", ""))
    return STORY[kind](facts), grounds
