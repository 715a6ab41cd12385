"""The published language: the class of every event type, and how bodies are written and read.

Events are only ever added to. After a new version of an event, an upcaster still loads the bodies of the old one;
`tests/history/` holds an example of every version that was published.
"""

from collections.abc import Callable
from functools import cache

import msgspec

from shared.events import stack
from shared.events.deadline import clock
from shared.events.intake import correction, request, staff
from shared.events.reporting import report
from shared.events.review import case, sheet
from shared.message import Event, Recorded, canonical

Upcaster = Callable[[bytes], bytes]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(type, version) → a function that gives the body of the next version. Empty while every event is at version 1."""


class UnknownEvent(Exception):
    """The type or version is not known here because a newer service wrote it. The lane waits; no event is skipped."""


@cache
def registry() -> dict[str, type[Event]]:
    """Event type → class, for all services."""
    found: dict[str, type[Event]] = {}
    for module in (stack, request, correction, staff, case, sheet, clock, report):
        for event in module.EVENTS:
            if event.type_name() in found:
                raise ValueError(f"two events are called {event.type_name()}")
            found[event.type_name()] = event
    return found


def dump(event: Event) -> bytes:
    """The canonical JSON body of an event."""
    return canonical(event)


def load(row: Recorded) -> Event:
    """Decode a row into an event of the present version.

    Raises `UnknownEvent` for a type or version from the future, `msgspec.ValidationError` for a body that does not
    fit.
    """
    return decode(row.type, row.schema_version, row.body)


def decode(type_name: str, version: int, body: bytes) -> Event:
    """Decode a body of the given type and version into an event of the present version. Raises as `load` does."""
    event = registry().get(type_name)
    if event is None or version > event.schema_version:
        raise UnknownEvent(f"{type_name} version {version}")
    while version < event.schema_version:
        body = UPCASTERS[type_name, version](body)
        version += 1
    return _decoder(event).decode(body)


@cache
def _decoder(event: type[Event]) -> msgspec.json.Decoder[Event]:
    return msgspec.json.Decoder(event)
