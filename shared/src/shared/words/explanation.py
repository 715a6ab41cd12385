"""The explanation of a count: for read models, for programs, and for the due card of pages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final, Protocol

import msgspec

from shared.events.terms import CountedDay, Ground, LetterPause, SkippedDay
from shared.time.dates import chinese_date
from shared.words.days import (
    Day,
    Named,
    counted_words,
    ground_words,
    letters_of,
    off_words,
    paused_words,
    which_letters,
)


class Letter(Protocol):
    """A letter that holds a period."""

    @property
    def sent_on(self) -> date:
        """The day it went out."""
        ...

    @property
    def arrived_on(self) -> date | None:
        """The day its time ended."""
        ...

    @property
    def kind(self) -> str:
        """Whom it asks."""
        ...

    @property
    def ending(self) -> str:
        """How it ended."""
        ...


class Counted(Protocol):
    """A count that can be explained: a `Count`, or deadline's `DueDateSet`."""

    @property
    def due_on(self) -> date | None:
        """The day on which the period ends."""
        ...

    @property
    def counted(self) -> Sequence[CountedDay]:
        """Days that count."""
        ...

    @property
    def skipped(self) -> Sequence[SkippedDay]:
        """Days that do not."""
        ...

    @property
    def pauses(self) -> Sequence[Letter]:
        """The letters that skipped days name by their place."""
        ...

    @property
    def grounds(self) -> Sequence[Ground]:
        """The rules and notices on which the count rests."""
        ...


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A count as a read model keeps it: codes, no words."""

    due_on: date | None
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    pauses: tuple[LetterPause, ...]
    grounds: tuple[Ground, ...]


PARTS: Final = Explanation.__struct_fields__


def kept(count: Counted) -> dict[str, Any]:
    """Return the parts of a count for a JSON column of a read model."""
    return {part: getattr(count, part) for part in PARTS}


def read_kept(plain: object) -> Explanation | None:
    """Read the count that `kept` wrote."""
    return None if plain is None else msgspec.convert(plain, Explanation)


def explained(count: Counted | None, before: Iterable[str] = ()) -> dict[str, Any]:
    """The explanation as plain JSON, dates in ISO: what `lantai deadline explain --json` prints. None: not counted yet.

    `before` are lines that precede the count's own grounds.
    """
    if count is None:
        return {"due_on": None, "counted": [], "skipped": [], "basis": []}
    letters = _letters(count)
    return {
        "due_on": count.due_on.isoformat() if count.due_on else None,
        "counted": [
            {"date": day.date.isoformat(), "n": day.n, "why": counted_words(day)} for day in count.counted
        ],
        "skipped": [{"date": day.date.isoformat(), "why": _skipped(day, letters)} for day in count.skipped],
        "basis": [*before, *_grounds(count, date.isoformat)],
    }


def _grounds(count: Counted, day: Day) -> list[str]:
    return [ground_words(ground, day) for ground in count.grounds]


def _letters(count: Counted) -> tuple[Named, ...]:
    return tuple((each.kind, each.sent_on, each.arrived_on, each.ending) for each in count.pauses)


def _skipped(day: SkippedDay, letters: tuple[Named, ...]) -> str:
    if day.cause != "paused":
        return off_words(day)
    named = letters_of(day, letters)
    return f"{paused_words(named)}({which_letters(named, '{0:%m-%d}')})"


def due_card(count: Counted | None) -> dict[str, Any]:
    """A count as the pages' due card shows it: the days by month in few words, dates in Chinese. None: not counted yet."""
    if count is None:
        return {"due_on": None, "counted": 0, "skipped": 0, "months": [], "basis": []}
    days: list[CountedDay | SkippedDay] = [*count.counted, *count.skipped]
    days.sort(key=lambda day: day.date)
    months = groupby(
        zip(days, _shortly(count, days), strict=True),
        key=lambda pair: (pair[0].date.year, pair[0].date.month),
    )
    return {
        "due_on": count.due_on,
        "counted": len(count.counted),
        "skipped": len(count.skipped),
        "months": [
            (f"{year}年{month}月", [_line(day, why) for day, why in pairs]) for (year, month), pairs in months
        ],
        "basis": _grounds(count, chinese_date),
    }


def _line(day: CountedDay | SkippedDay, why: str) -> dict[str, Any]:
    return {"date": day.date, "n": day.n if isinstance(day, CountedDay) else None, "why": why}


def _shortly(count: Counted, days: Sequence[CountedDay | SkippedDay]) -> Iterator[str]:
    """The reason of each day in few words.

    A year's one holiday notice is not named on each of its days, as the grounds name it; where an amendment joined it,
    each day says whose it is. The letters of a pause stand by their days on the first day that they leave out.
    """
    cited = {(day.date.year, day.ref) for day in days if day.ref and not _names_more(day)}
    amended = {year for year, times in Counter(year for year, _ in cited).items() if times > 1}
    letters, told = _letters(count), set[str]()
    for day in days:
        if isinstance(day, CountedDay):
            yield counted_words(day, cited=day.date.year in amended or _names_more(day))
        elif day.cause != "paused":
            yield off_words(day, cited=day.date.year in amended)
        else:
            named = letters_of(day, letters)
            said = paused_words(named)
            yield said if day.ref in told else f"{said}({which_letters(named, '{0.month}月{0.day}日')})"
            told.add(day.ref)


def _names_more(day: CountedDay | SkippedDay) -> bool:
    """Whether a day names its letters, or its place in an extension behind the notice."""
    return day.extended > 0 if isinstance(day, CountedDay) else day.cause == "paused"
