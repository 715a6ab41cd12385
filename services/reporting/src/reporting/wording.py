"""What an event says to a supervisor, in Chinese: the sentences are data (wording.toml), one for each event type."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from shared.events.terms import Sealed
from shared.message import Actor, Event
from shared.web.filters import ROLE_NAMES, chinese_date

ACTOR_NAMES = {"applicant": "申请人", "third-party": "第三方"}
SERVICE_NAMES = {"intake": "受理", "review": "审查", "deadline": "期限", "reporting": "监督"}


Names = Mapping[str, Mapping[str, str]]
"""Field → code → the word for it."""

NO_NAMES: Names = {}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one event type: a title, a sentence with fields, and where the clause and the paper stand."""

    title: str
    sentence: str = ""
    clause: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a supervisor reads it."""

    title: str
    sentence: str
    clause: str
    paper: str


@cache
def dictionary() -> Mapping[str, Words]:
    """Event type → its words."""
    return {type_name: Words(**words) for type_name, words in _data()["event"].items()}


@cache
def values() -> Names:
    """The words that no policy gives."""
    found: Names = _data()["value"]
    return found


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("reporting").joinpath("wording.toml").read_text("utf-8"))


def clear_facts(event: Event) -> dict[str, Any]:
    """The fields that lie clear, as plain JSON; of what is sealed nothing is kept."""
    facts = {name: getattr(event, name) for name in event.__struct_fields__}
    return {name: msgspec.to_builtins(value) for name, value in facts.items() if _clear(value)}


def _clear(value: object) -> bool:
    """Whether nothing within a value is sealed."""
    if isinstance(value, Sealed):
        return False
    if isinstance(value, msgspec.Struct):
        return all(_clear(getattr(value, name)) for name in value.__struct_fields__)
    return all(map(_clear, value)) if isinstance(value, tuple) else True


def tell(type_name: str, facts: Mapping[str, Any], names: Names = NO_NAMES) -> Told:
    """Word an event; a type without words says so, and shows its name. `names` are the policy's own words."""
    words = dictionary().get(type_name, Words(f"事件 {type_name}"))
    known = {**values(), **names}
    shown = _Shown({name: _word(value, name, known.get(name, {})) for name, value in facts.items()})
    return Told(
        words.title,
        words.sentence.format_map(shown),
        words.clause.format_map(shown),
        words.paper.format_map(shown),
    )


class _Shown(dict[str, Any]):
    """Facts in a sentence; one that an older event did not have is a dash."""

    def __missing__(self, _: str) -> str:
        return "—"


def _word(value: Any, name: str, words: Mapping[str, str]) -> Any:
    """A value as a reader wants it: days in Chinese, codes in words, a basis as its clause."""
    match value:
        case None:
            return words.get("none", "—")
        case bool():
            return words.get(str(value).lower(), "是" if value else "否")
        case dict():
            return _of_mapping(value, words)
        case str() if name.endswith("_on"):
            return chinese_date(value)
        case str():
            return words.get(value, value)
        case _:
            return value


def _of_mapping(value: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """A basis as clause and source; the answers of a 审查单 as the questions that were answered yes."""
    if "clause" in value:
        return f"{value['clause']} · {value['source']}"
    return "、".join(words.get(asked, asked) for asked, yes in value.items() if yes) or words["none"]


def who(actor: str, people: Mapping[str, str]) -> str:
    """The actor as a supervisor reads it: role and name of staff, 申请人, or which part of the system.

    `people` are names by login; a login without one stands for itself.
    """
    acting = Actor.parse(actor)
    match acting.kind:
        case "staff":
            return f"{ROLE_NAMES.get(acting.role, acting.role)} {people.get(acting.id, acting.id)}"
        case "service":
            return f"系统（{SERVICE_NAMES.get(acting.id, acting.id)}）"
        case _:
            return ACTOR_NAMES[acting.kind]
