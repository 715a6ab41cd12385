"""How dates, instants and roles are written for readers: Chinese, and in the legal time of Asia/Shanghai."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from shared.time.clock import SHANGHAI
from shared.words.dates import chinese_date

WEEKDAYS = "一二三四五六日"
ISO_DAY = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])")
NOTICE = re.compile(r"\([^()]*〔\d{4}〕\d+号\)$")
ISO_MONTH_DAY = re.compile(r"(?<![\d-])(\d{2})-(\d{2})(?![\d-])")


def chinese_dates(text: str) -> str:
    """A sentence with each ISO date in it as 2025年3月3日: reasons that were written down keep the machine's form."""
    return ISO_DAY.sub(_if_a_day, text)


def _if_a_day(found: re.Match[str]) -> str:
    try:
        return chinese_date(found[0])
    except ValueError:
        return found[0]


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


def day_by_day(explained: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The counted and the skipped days of an explanation in order, by month: `n` is there on counted days only.

    A year's one holiday notice is not named on each of its days, as the grounds below name it; where an amendment
    joined it, each day says whose it is. A letter's days stand on the first day that it leaves out.
    """
    days = [*explained["counted"], *({**day, "n": None} for day in explained["skipped"])]
    days = sorted(({**day, "date": iso(day["date"])} for day in days), key=lambda day: day["date"])
    cited = {(day["date"][:4], found[0]) for day in days if (found := NOTICE.search(day["why"]))}
    amended = {year for year, count in Counter(year for year, _ in cited).items() if count > 1}
    told: set[str] = set()
    days = [{**day, "why": _short(day["why"], told, keep=day["date"][:4] in amended)} for day in days]
    months = groupby(days, key=lambda day: day["date"][:7])
    return [(f"{month[:4]}年{int(month[5:])}月", list(group)) for month, group in months]


def _short(why: str, told: set[str], *, keep: bool) -> str:
    """The reason of a day without its notice, unless that must be kept; the days of its letters unless `told` before."""
    said = why if keep else NOTICE.sub("", why)
    if not ISO_MONTH_DAY.search(said):
        return said
    if said in told:
        return said.partition("(")[0]
    told.add(said)
    return ISO_MONTH_DAY.sub(lambda found: f"{int(found[1])}月{int(found[2])}日", said)


FILTERS: dict[str, Callable[..., Any]] = {
    "date": chinese_date,
    "dates": chinese_dates,
    "weekday": weekday,
    "date_weekday": date_and_weekday,
    "instant": shanghai_time,
    "iso": iso,
    "called": called,
    "day_by_day": day_by_day,
}
