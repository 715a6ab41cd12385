"""The published language: every event of every service, its type, its versions, its canonical JSON.

Events are only ever added to. A new version of one keeps the old class loadable through an upcaster; `tests/history/`
holds one of each version that was ever published.
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
"""(type, version) → the body of the next version. Empty as long as every event is at its first version."""


class UnknownEvent(Exception):
    """A type that this code does not know: a newer service wrote it. The lane waits; nothing is skipped."""


@cache
def registry() -> dict[str, type[Event]]:
    """Type name → class, over the owners."""
    found: dict[str, type[Event]] = {}
    for module in (stack, request, correction, staff, case, sheet, clock, report):
        for event in module.EVENTS:
            if event.type_name() in found:
                raise ValueError(f"two events are called {event.type_name()}")
            found[event.type_name()] = event
    return found


def dump(event: Event) -> bytes:
    """The canonical body."""
    return canonical(event)


def load(row: Recorded) -> Event:
    """The event of a row, brought up to the present version.

    Raises `UnknownEvent` for a type or version from the future, `msgspec.ValidationError` for a body that does not fit.
    """
    return decode(row.type, row.schema_version, row.body)


def decode(type_name: str, version: int, body: bytes) -> Event:
    """As `load`, from the parts."""
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
