"""The calendar's data: one file per holiday notice (放假通知) of the State Council, and its loader.

A new year is a new file; an amendment is a file of its own, and the notice it changes stays as published, so that any
day's knowledge can be had again (`Calendar.as_of`). Nothing is guessed: a year without a file is not covered.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from shared.workdays import Calendar, Notice, Row


@cache
def load_calendar() -> Calendar:
    """The calendar of all notices in the package."""
    return Calendar(frozenset(rows()))


def rows() -> Iterator[Row]:
    """Every day that any notice orders, notice by notice in the order of publication: what seeds a table."""
    texts = (file.read_text("utf-8") for file in files("deadline.calendar").joinpath("notices").iterdir())
    documents = sorted(map(tomllib.loads, texts), key=lambda document: document["published_on"])
    for document in documents:
        yield from read_notice(document)


def read_notice(document: dict[str, Any]) -> Iterator[Row]:
    """The rows of one notice; refuses (ValueError) a day that is ordered twice or a range that ends before it begins."""
    notice = Notice(**{name: value for name, value in document.items() if name != "holiday"})
    seen: set[date] = set()
    for holiday in document["holiday"]:
        for row in _rows_of(holiday, notice):
            if row.day in seen:
                raise ValueError(f"{notice.number} orders {row.day} twice")
            seen.add(row.day)
            yield row


def _rows_of(holiday: dict[str, Any], notice: Notice) -> Iterator[Row]:
    """The days off of one holiday, then the weekend days worked for it."""
    length = (holiday["last"] - holiday["first"]).days + 1
    if length < 1:
        raise ValueError(f"{notice.number}: {holiday['name']} ends before it begins")
    for n in range(length):
        yield Row(holiday["first"] + timedelta(days=n), "off", holiday["name"], notice)
    for day in holiday["worked"]:
        yield Row(day, "work", holiday["name"], notice)
