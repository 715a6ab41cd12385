"""How dates, instants and roles are written for readers: Chinese, and in the legal time of Asia/Shanghai."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from shared.clock import SHANGHAI

WEEKDAYS = "一二三四五六日"
ROLE_NAMES = {
    "clerk": "经办人",
    "section": "股室负责人",
    "deputy": "分管领导",
    "head": "主要领导",
    "supervisor": "监督",
}


def chinese_date(day: date | str) -> str:
    """2025年3月3日, from a date or its ISO text."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{on.year}年{on.month}月{on.day}日"


def weekday(day: date | str) -> str:
    """星期一, from a date or its ISO text."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return "星期" + WEEKDAYS[on.weekday()]


def date_and_weekday(day: date | str) -> str:
    """2025年3月3日（星期一）."""
    return f"{chinese_date(day)}（{weekday(day)}）"


def shanghai_time(at: datetime) -> str:
    """2025年3月3日 09:05, the instant as a clock in Shanghai shows it."""
    local = at.astimezone(SHANGHAI)
    return f"{chinese_date(local.date())} {local:%H:%M}"


def iso(at: date | str) -> str:
    """The machine's form, for `<time datetime>`; instants keep their offset."""
    return at if isinstance(at, str) else at.isoformat()


def role_names(roles: tuple[str, ...]) -> str:
    """经办人、股室负责人."""
    return "、".join(ROLE_NAMES.get(role, role) for role in roles)


def day_by_day(explained: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The counted and the skipped days of an explanation in order, by month: `n` is there on counted days only."""
    days = [*explained["counted"], *({**day, "n": None} for day in explained["skipped"])]
    days = sorted(({**day, "date": iso(day["date"])} for day in days), key=lambda day: day["date"])
    months = groupby(days, key=lambda day: day["date"][:7])
    return [(f"{month[:4]}年{int(month[5:])}月", list(group)) for month, group in months]


FILTERS: dict[str, Callable[..., Any]] = {
    "date": chinese_date,
    "weekday": weekday,
    "date_weekday": date_and_weekday,
    "instant": shanghai_time,
    "iso": iso,
    "role_names": role_names,
    "day_by_day": day_by_day,
}
