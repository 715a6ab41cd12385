"""The words for the days of a count: why each counts or not, and the rules and notices behind the count."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final

import msgspec

from shared.events.terms import CountedDay, Ground, SkippedDay
from shared.words.catalogue import codes

DAYS: Final = codes("day")
NUMBERED: Final = "({ref})"
"""The number of the notice that says so, behind the cause of a day."""
ENDINGS: Final = codes("ending")
GROUNDS: Final = codes("ground")
LETTERS: Final = {kind: f"征求{whom}意见" for kind, whom in codes("kind").items()}
"""`pause.kinds` of the packs."""
NAMED_MAX: Final = 2
"""Letters named on one day at most; further ones are only counted."""


Day = Callable[[date], str]
"""The form of a day: in ISO form for programs, 2025年3月3日 for people."""


def letter_words(kind: str) -> str:
    """征求第三方意见; 征求意见 for a kind without words of its own."""
    return LETTERS.get(kind, "征求意见")


Named = tuple[str, date, date | None, str]
"""A letter as its words need it: kind, sent, ended, ending."""


def ground_words(ground: Ground, day: Day) -> str:
    """A rule or a notice on which a count rests."""
    days = {name: day(on) if on else "" for name, on in (("on", ground.on), ("since", ground.since))}
    return GROUNDS[ground.code].format_map(msgspec.structs.asdict(ground) | days)


def counted_words(day: CountedDay, *, cited: bool = True) -> str:
    """Why a day counts, by which notice if `cited`; days of an extension say which one they are."""
    said = DAYS[day.cause] + (NUMBERED.format(ref=day.ref) if day.ref and cited else "")
    return f"{said}，延长第{day.extended}日" if day.extended else said


def off_words(day: SkippedDay, *, cited: bool = True) -> str:
    """Why a day is off, by which notice if `cited`."""
    said = DAYS[day.cause].format(name=day.name)
    return said + (NUMBERED.format(ref=day.ref) if day.ref and cited else "")


def letters_of(day: SkippedDay, letters: tuple[Named, ...]) -> tuple[Named, ...]:
    """The letters that a paused day names by their places."""
    return tuple(letters[int(place) - 1] for place in day.ref.split())


@lru_cache(maxsize=256)
def paused_words(letters: tuple[Named, ...]) -> str:
    """The words for a pause by these letters; cached, since the same letters hold many days."""
    return "、".join(dict.fromkeys(letter_words(kind) for kind, *_ in letters)) + "期间不计入"


@lru_cache(maxsize=256)
def which_letters(letters: tuple[Named, ...], day: str) -> str:
    """The letters by their days, written by `day`; only some are named, all are counted."""
    which = "；".join(
        f"{day.format(sent_on)}发出，{day.format(arrived_on)}{ENDINGS[ending]}"
        for _, sent_on, arrived_on, ending in islice(letters, NAMED_MAX)
    )
    return which + (f"；共{len(letters)}件" if len(letters) > NAMED_MAX else "")
