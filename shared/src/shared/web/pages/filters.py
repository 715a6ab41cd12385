"""Template filters that write dates, instants and roles for readers: Chinese, and in the legal time of Asia/Shanghai."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from shared.time.clock import SHANGHAI
from shared.time.dates import chinese_date

WEEKDAYS = "一二三四五六日"


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


def called(roles: tuple[str, ...], names: Mapping[str, str]) -> str:
    """经办人、业务机构负责人; `names` are the agency's (`Site.roles.names`)."""
    return "、".join(names.get(role, role) for role in roles)


FILTERS: dict[str, Callable[..., Any]] = {
    "date": chinese_date,
    "weekday": weekday,
    "date_weekday": date_and_weekday,
    "instant": shanghai_time,
    "iso": iso,
    "called": called,
}
