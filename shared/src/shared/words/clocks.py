"""The words for clocks (期限): names, states, what they wait for, and reasons of a count."""

from collections.abc import Callable, Mapping
from typing import Final

from shared.events.terms import (
    CONFIDENTIALITY_REVIEW,
    CONSULTATION,
    CORRECTION,
    CORRECTION_NOTICE,
    REPLY_CLOCK,
    Reason,
)
from shared.words.dates import chinese_date
from shared.words.days import BEGUN_ANEW, ENDINGS

CLOCKS: Final[Mapping[str, str]] = {
    REPLY_CLOCK: "答复",
    CORRECTION_NOTICE: "补正告知",
    CORRECTION: "补正",
    CONFIDENTIALITY_REVIEW: "保密审查",
    CONSULTATION: "征求意见",
}
"""A period's name, before 期限."""
WAITED_FOR: Final[Mapping[str, str]] = {
    REPLY_CLOCK: "答复送达",
    CORRECTION_NOTICE: "告知补正或者受理",
    CORRECTION: "申请人补正",
    CONFIDENTIALITY_REVIEW: "完成保密审查",
    CONSULTATION: "对方答复",
}
"""What ends a period."""
STATES: Final[Mapping[str, str]] = {
    "unstarted": "未起算",
    "running": "计时中",
    "deferred": "日历未公布",
    "paused": "已暂停",
    "suspended": "等待补正",
    "missed": "逾期",
    "stopped": "已停止",
}
COUNTING: Final = "正在计算"
"""The words for a clock that has heard no fact."""
CAUSES: Final[Mapping[str, str]] = {
    "reply-dispatched": "答复已送达",
    "request-withdrawn": "申请已撤回",
    "request-accepted": "已受理",
    "formal-check-completed": "形式审查无缺项",
    "correction-notice-dispatched": "已告知补正",
    "request-corrected": "已收到补正",
    "correction-lapsed": "逾期未补正",
    "closing-required": "逾期未补正",
    "closing-lifted": "已收到补正",
    "reply-issued": "答复已签发",
    "sheet-completed": "已完成保密审查",
    "consultation-answered": "已收到意见",
    "consultation-lapsed": "期满未答复",
}
"""What stopped a clock, by the event that said so."""
NOTHING_DONE: Final = frozenset({"correction-lapsed", "closing-required", "consultation-lapsed"})
"""Causes that say that nothing was done; they are not followed by "late"."""

REASONS: Final[Mapping[str, Callable[[Reason], str]]] = {
    "request-received": lambda _: "收到申请，起算",
    "case-assigned": lambda _: "分办到股室，起算",
    "correction-notice-dispatched": lambda _: "送达补正告知书，起算",
    "consultation-received": lambda _: "送达征求意见书，起算",
    "letter-sent": lambda it: f"征求意见书{_day(it)}发出",
    "letter-answered": lambda it: f"征求意见{_day(it)}{ENDINGS['answered']}，恢复计时",
    "letter-silent": lambda it: f"征求意见{_day(it)}{ENDINGS['silent']}，恢复计时",
    "extended": lambda it: f"延长{it.working_days}个工作日，{_day(it)}告知申请人",
    "corrected": lambda it: f"{_day(it)}{BEGUN_ANEW[it.code]}，重新起算",
    "reassigned": lambda it: f"{_day(it)}{BEGUN_ANEW[it.code]}，重新起算",
    "notice-loaded": lambda it: f"录入{it.ref}后重新计算",
    "fact-heard": lambda _: "按已知情况重新计算",
}


def reason_words(reason: Reason) -> str:
    """The words for why a date was counted; a code without words is shown unchanged."""
    return REASONS[reason.code](reason) if reason.code in REASONS else reason.code


def suspended_words(kind: str, on: str) -> str:
    """The words for what a suspended period waits for; `on` is the day in words."""
    return f"等待重新分办，{on}撤销终止" if kind == "reassignment" else f"等待补正，{on}已告知"


def _day(reason: Reason) -> str:
    return chinese_date(reason.on) if reason.on else ""
