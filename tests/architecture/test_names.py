"""Names: rooms that say what they hold, events by noun and participle, dates in law apart from instants."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, get_type_hints

import msgspec
import pytest

from shared.events.registry import registry
from shared.message import Event
from support import source_tree

VAGUE = re.compile(r"(^|_)(utils?|common|helpers?|base|models?|misc|manager)(_|$)")
BANNED = ("Updated", "Changed", "Manual", "Event")
IRREGULAR = (
    "Set",
    "Sent",
    "Begun",
    "Withdrawn",
    "Paid",
    "Held",
    "Given",
    "Made",
    "Put",
    "Found",
    "Struck",
    "Heard",
)


def vague(path: PurePath) -> bool:
    """True if a module's name says nothing of what it holds."""
    return any(VAGUE.search(part.removesuffix(".py")) for part in path.parts)


def misnamed(event: type[Event]) -> Iterator[str]:
    """What is wrong with the names of an event."""
    participle = re.findall(r"[A-Z][a-z]*", event.__name__)[-1]
    if participle in BANNED or any(word in event.__name__ for word in BANNED):
        yield f"{event.__name__}: says that something happened, not what"
    if event.__name__ == participle or not (participle.endswith("ed") or participle in IRREGULAR):
        yield f"{event.__name__}: not a noun and a past participle"
    for name, kind in get_type_hints(event).items():
        if not name.startswith("__"):
            yield from _misnamed_field(f"{event.__name__}.{name}", name, kind)


def _misnamed_field(where: str, name: str, kind: Any) -> Iterator[str]:
    if (kind in (date, date | None)) != name.endswith("_on"):
        yield f"{where}: a day in law, and nothing else, ends in _on"
    if (kind in (datetime, datetime | None)) != name.endswith("_at"):
        yield f"{where}: an instant, and nothing else, ends in _at"
    if "days" in name and not re.search(r"(working|calendar)_days", name):
        yield f"{where}: which days?"


def test_no_vague_modules():
    """No module is called utils, common, helpers, base or models."""
    assert [
        source_tree.place(file) for file in source_tree.sources() if vague(file.relative_to(source_tree.ROOT))
    ] == []


@pytest.mark.parametrize(
    "name", ["utils.py", "web/helpers.py", "base.py", "models/case.py", "common/x.py", "web_utils.py"]
)
def test_sees_vague_modules(name):
    """Each of these names is noticed."""
    assert vague(PurePath(name))


@pytest.mark.parametrize("event", [*registry().values()], ids=lambda event: event.__name__)
def test_events_are_well_named(event):
    """An event is a noun and a past participle; its days end in _on, its instants in _at, its lengths in a unit."""
    assert list(misnamed(event)) == []


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("CaseUpdated", {}),
        ("StatusChanged", {}),
        ("ManualReplySent", {}),
        ("AcceptRequest", {}),
        ("Accepted", {}),
        ("RequestAccepted", {"accepted": date}),
        ("RequestAccepted", {"accepted_at": date}),
        ("RequestAccepted", {"accepted": datetime}),
        ("RequestAccepted", {"accepted_on": datetime | None}),
        ("RequestAccepted", {"reply_days": int}),
    ],
)
def test_sees_misnamed_events(name, fields):
    """Each of these events would be refused."""
    event = msgspec.defstruct(name, list(fields.items()), bases=(Event,), frozen=True, kw_only=True)

    assert list(misnamed(event)) != []


def test_type_and_subject_follow_from_the_class():
    """The names in the log and on the bus are the class's own, in kebab-case."""
    for name, event in registry().items():
        assert name == event.type_name() == re.sub(r"(?<!^)([A-Z])", r"-\1", event.__name__).lower()
        assert "-".join(event.subject_tokens()) == name
