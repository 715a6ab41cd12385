"""Words for clocks on deadline's pages: names, today's standing, warnings and history."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import Row

from shared.events.terms import REPLY_CLOCK, Reason
from shared.time.dates import chinese_date
from shared.words.catalogue import codes, event_words
from shared.words.clocks import CAUSES, CLOCKS, COUNTING, NOTHING_DONE, causes, reason_words, suspended_words
from shared.words.days import letter_words
from shared.words.due_words import deferred_words, running_words, stopped_words
from shared.workdays import Calendar, Uncovered, working_days_between


def clock_name(clock: str) -> str:
    """Return the Chinese name of a clock: 答复、补正告知、补正、保密审查、征求意见."""
    return CLOCKS.get(clock, clock)


def standing_words(row: Row[Any], calendar: Calendar, today: date) -> tuple[str, str]:
    """Return a clock's standing today in words, and the tone of its tag."""
    match row.state:
        case "stopped":
            return _stopped_words(row)
        case "deferred":
            return deferred_words(row.not_before_on, row.uncovered_year)
        case "paused":
            return f"已暂停，自{chinese_date(row.since)}发出征求意见书之次日起不计入期限", "warn"
        case "suspended":
            return suspended_words(row.waiting_for, chinese_date(row.since)), "warn"
        case "running" | "missed":
            return days_words(calendar, today, row.due_on, near=row.warned_left is not None)
        case _:
            return COUNTING, "info"


def _stopped_words(row: Row[Any]) -> tuple[str, str]:
    """Judge a reply by its day of service; for other clocks say what stopped them and whether it was late."""
    if row.clock == REPLY_CLOCK and row.cause == "reply-dispatched":
        return stopped_words(row.stopped_on, row.in_time)
    words = f"{CAUSES.get(row.cause, '已停止')}（{chinese_date(row.stopped_on)}）"
    late = row.in_time is False and row.cause not in NOTHING_DONE
    return (f"{words}，已逾期", "bad") if late else (words, "good" if row.in_time else "info")


def days_words(calendar: Calendar, today: date, due_on: date, *, near: bool) -> tuple[str, str]:
    """Say how many working days are left or overdue; without the year's notice, count calendar days and say so."""
    try:
        left = working_days_between(calendar, today, due_on)
    except Uncovered:
        return running_words(due_on, today, abs((due_on - today).days), near=near, unit="天")
    return running_words(due_on, today, abs(left), near=near)


def warned_words(row: Row[Any], roles: Mapping[str, str]) -> str:
    """Say who was told of the miss or of the last warning, or who will get the next warning."""
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
HISTORY: Final = "history"
"""The catalogue's audience for the history of a clock."""


def history_words(kind: str, facts: Facts, roles: Mapping[str, str]) -> tuple[str, str]:
    """Return a line of a clock's history, and its grounds or the role that was told."""
    if "basis" in facts:
        grounds = f"{facts['basis']['clause']}（{facts['basis']['source']}）"
    elif facts.get("role"):
        grounds = f"告知{roles[facts['role']]}"
    else:
        grounds = reason_words(msgspec.convert(facts["reason"], Reason)) if "reason" in facts else ""
    return event_words(kind, HISTORY).tell(_in_words(facts)).sentence, grounds


def _in_words(facts: Facts) -> Facts:
    """Replace days and codes by words, and add the words for a letter and a suspension."""
    days = {
        name: chinese_date(day)
        for name, day in facts.items()
        if day and (name == "on" or name.endswith("_on"))
    }
    words = {"fact": codes("fact", HISTORY), "cause": causes(HISTORY)}
    named = {name: known.get(facts[name], "停止") for name, known in words.items() if name in facts}
    kind, on = facts.get("kind", ""), days.get("on", "")
    return {**facts, **days, **named, "letter": letter_words(kind), "suspension": suspended_words(kind, on)}
