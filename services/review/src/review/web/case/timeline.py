"""办理经过: one sentence an event, with the words that belong to it; what comes next stands last, hollow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from review.case.signing import Turn
from review.projections.case_file import Entry
from review.web.parts.colleagues import Colleagues
from review.web.parts.unsealer import Unsealer
from shared.events.review.case import CaseAssigned, ConsultationReceived
from shared.events.terms import Sealed
from shared.message import Actor, Event
from shared.policy import Roles
from shared.words.actors import actor_name
from shared.words.catalogue import codes, event_types, event_words, kinds

STAFF = "staff"
"""The audience of the catalogue that reads this."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An item of the timeline; `at` is None for what is still to come."""

    at: datetime | None
    who: str
    title: str
    body: str = ""
    done: bool = True


def timeline(
    entries: Sequence[Entry], reader: Unsealer, roles: Roles, staff: Colleagues, turn: Turn
) -> Sequence[Happening]:
    """The items in order; `roles` say who signs and how (分管领导审核), `staff` what persons and sections are called, `turn` what comes next."""
    acts = {role.id: f"{role.called}{role.step.act if role.step else ''}" for role in roles}
    past = [
        _happened(entry, reader, roles, {"level": acts, "section": _section(entry.event, staff)}, staff)
        for entry in entries
        if not isinstance(entry.event, ConsultationReceived)  # its day is shown with the letter
    ]
    ahead = [] if turn.task == "done" else [Happening(None, "", turn.status, done=False)]
    return [*past, *ahead]


def _happened(
    entry: Entry, reader: Unsealer, roles: Roles, words: Mapping[str, Mapping[str, str]], staff: Colleagues
) -> Happening:
    type_name = entry.event.type_name()
    who = _who(entry.actor, roles.names, staff.names)
    if type_name not in event_types(STAFF):
        return Happening(entry.occurred_at, who, type_name)
    told = event_words(type_name, STAFF).tell(_Facts(entry.event, reader, words))
    return Happening(entry.occurred_at, who, told.title, told.sentence)


def _who(actor: Actor, roles: Mapping[str, str], names: Mapping[str, str]) -> str:
    if actor.kind != "staff":
        return "系统"
    return f"{roles.get(actor.role, actor.role)} {actor_name(actor, names)}"


def _section(event: Event, staff: Colleagues) -> Mapping[str, str]:
    """What the section was called on the day on which it got the case."""
    if not isinstance(event, CaseAssigned):
        return {}
    return {event.section: staff.sections.name(event.section, event.assigned_on)}


class _Facts(dict[str, str]):
    """The facts of an event as its words ask for them: a sealed one is opened, a code said in words, none is empty.

    Parts of a letter (`document_number`) and of the basis (`clause`) stand beside the event's own fields.
    """

    def __init__(self, event: Event, reader: Unsealer, words: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__()
        self._event, self._reader, self._words = event, reader, words

    def __missing__(self, name: str) -> str:
        value = _value(self._event, name)
        if isinstance(value, Sealed):
            return self._reader.read(name, value)
        words = self._words.get(name) or (codes(name, STAFF) if name in kinds() else {})
        return words.get(value, str(value)) if value is not None else ""


def _value(event: Event, name: str) -> Any:
    """A field of the event, or of one of its parts. Raises `AttributeError` where neither has it."""
    parts = (getattr(event, each) for each in event.__struct_fields__)
    held = [event, *(part for part in parts if isinstance(part, msgspec.Struct))]
    return getattr(next((each for each in held if name in each.__struct_fields__), event), name)
