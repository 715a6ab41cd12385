"""办理经过: one item for each event in the words of the catalogue, then the next step."""

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
from shared.words.catalogue import codes, event_words, kinds

STAFF = "staff"
"""The audience of the word catalogue."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An item of the timeline; `at` is None for the next step."""

    at: datetime | None
    who: str
    title: str
    body: str = ""
    done: bool = True


def timeline(
    entries: Sequence[Entry], reader: Unsealer, roles: Roles, staff: Colleagues, turn: Turn
) -> Sequence[Happening]:
    """The items in order. `roles`: the names of signers and their acts (分管领导审核).

    `staff`: the names of persons and sections; `turn`: the next step.
    """
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
    worded = event_words(entry.event.type_name(), STAFF).tell(_Facts(entry.event, reader, words))
    who = _who(entry.actor, roles.names, staff.names)
    return Happening(entry.occurred_at, who, worded.title, worded.sentence)


def _who(actor: Actor, roles: Mapping[str, str], names: Mapping[str, str]) -> str:
    if actor.kind != "staff":
        return "系统"
    return f"{roles.get(actor.role, actor.role)} {actor_name(actor, names)}"


def _section(event: Event, staff: Colleagues) -> Mapping[str, str]:
    """The name that the section had on the day on which the case was assigned to it."""
    if not isinstance(event, CaseAssigned):
        return {}
    return {event.section: staff.sections.name(event.section, event.assigned_on)}


class _Facts(dict[str, str]):
    """The facts of an event for its words: sealed text decrypted, codes in words, None as "".

    Fields of the event's parts, such as `document_number` of a letter or `clause` of a basis, are found by their own
    names.
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
    """A field of the event or of one of its parts. Raises `AttributeError` if there is none."""
    parts = (getattr(event, each) for each in event.__struct_fields__)
    held = [event, *(part for part in parts if isinstance(part, msgspec.Struct))]
    return getattr(next((each for each in held if name in each.__struct_fields__), event), name)
