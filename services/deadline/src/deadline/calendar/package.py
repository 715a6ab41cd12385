"""Load the holiday notices (放假通知) of the State Council that come with the package, one file each.

A new year is a new file. An amendment is a file of its own; the notice that it changes stays as published, so that
`Calendar.as_of` can restore what was known on any day. A year without a file is not covered.
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
    """Return the calendar of all notices in the package."""
    return Calendar(frozenset(rows()))


def rows() -> Iterator[Row]:
    """Yield all days of all notices, notice by notice in the order of publication."""
    texts = (file.read_text("utf-8") for file in files("deadline.calendar").joinpath("notices").iterdir())
    documents = sorted(map(tomllib.loads, texts), key=lambda document: document["published_on"])
    for document in documents:
        yield from read_notice(document)


def read_notice(document: dict[str, Any]) -> Iterator[Row]:
    """Yield the days of one notice.

    Raises `ValueError` for a day that is ordered twice and for a range that ends before it begins.
    """
    notice = Notice(**{name: value for name, value in document.items() if name != "holiday"})
    seen: set[date] = set()
    for holiday in document["holiday"]:
        for row in _rows_of(holiday, notice):
            if row.day in seen:
                raise ValueError(f"{notice.number} orders {row.day} twice")
            seen.add(row.day)
            yield row


def _rows_of(holiday: dict[str, Any], notice: Notice) -> Iterator[Row]:
    """Yield the days off of one holiday, then the weekend days that are worked for it."""
    length = (holiday["last"] - holiday["first"]).days + 1
    if length < 1:
        raise ValueError(f"{notice.number}: {holiday['name']} ends before it begins")
    for n in range(length):
        yield Row(holiday["first"] + timedelta(days=n), "off", holiday["name"], notice)
    for day in holiday["worked"]:
        yield Row(day, "work", holiday["name"], notice)
