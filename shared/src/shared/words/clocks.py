"""Words of clocks (期限): names, states, what they wait for, counts and reasons."""

from collections.abc import Mapping
from typing import Final

import msgspec

from shared.events.terms import CORRECTION, Reason
from shared.time.dates import chinese_date
from shared.words.catalogue import codes, event_types, event_words

CLOCKS: Final = codes("clock")
"""A period's name, before 期限."""
WAITED_FOR: Final = codes("waited-for")
"""Clock → the act that ends its period."""
STATES: Final = codes("clock-state")
COUNTING: Final = STATES["counting"]
"""While nothing was heard of a clock."""
NOTHING_DONE: Final = frozenset({"correction-lapsed", "consultation-lapsed"})
"""Causes that say that nothing was done: that it was not in time needs no further word."""

REASONS: Final = codes("count-reason")
SUSPENSIONS: Final = codes("suspension")


def causes(audience: str = "") -> Mapping[str, str]:
    """The words for what stopped a clock, by event type: those of `cause`, else the event's title."""
    return {name: event_words(name).title for name in event_types()} | dict(codes("cause", audience))


CAUSES: Final = causes()


def reason_words(reason: Reason) -> str:
    """Why a date was counted; a code without words stands for itself."""
    said = msgspec.structs.asdict(reason) | {"on": chinese_date(reason.on) if reason.on else ""}
    return REASONS[reason.code].format_map(said) if reason.code in REASONS else reason.code


def suspended_words(kind: str, on: str) -> str:
    """The event that a suspended period waits for; `on` is the day in words."""
    return SUSPENSIONS.get(kind, SUSPENSIONS[CORRECTION]).format(on=on)
