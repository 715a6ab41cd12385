"""The published language: the class of every event type, and how bodies are written and read.

Events are only ever added to. After a new version of an event, an upcaster still loads the bodies of the old one;
`tests/history/` holds an example of every version that was published.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import msgspec

import shared.events as language
from shared.message import Event, Recorded, canonical

Upcaster = Callable[[bytes], bytes]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(type, version) → a function that gives the body of the next version. Empty while every event is at version 1."""


class UnknownEvent(Exception):
    """The type or version is not known here because a newer service wrote it. The lane waits; no event is skipped."""


@cache
def registry() -> dict[str, type[Event]]:
    """Type name → class, over all modules of `shared.events`."""
    found: dict[str, type[Event]] = {}
    for each in walk_packages(language.__path__, f"{language.__name__}."):
        for event in events_of(import_module(each.name)):
            if event.type_name() in found:
                raise ValueError(f"two events are called {event.type_name()}")
            found[event.type_name()] = event
    return found


def events_of(module: ModuleType) -> tuple[type[Event], ...]:
    """The events that a module defines. A class whose name ends in `Event` is a base of events and none itself."""
    own = (each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__)
    classes = (each for each in own if isinstance(each, type) and issubclass(each, Event))
    return tuple(each for each in classes if not each.__name__.endswith("Event"))


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
