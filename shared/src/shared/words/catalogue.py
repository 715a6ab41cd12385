"""The catalogue: event type → what it says (events.toml), code → its word (codes.toml), for each audience.

Audiences: `staff` (办理经过 of review, forms), `public` (the applicant's page), `history` (a line of a clock's history),
`supervision`. Where an audience has no words of its own, it reads those that all read.
"""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

PARTS: Final = frozenset({"title", "sentence", "clause", "paper", "also"})


class Facts(dict[str, Any]):
    """Facts as they are shown in a sentence; one that the event does not have is a dash."""

    def __missing__(self, _: str) -> str:
        return "—"


@dataclass(frozen=True, slots=True)
class EventText:
    """One event in words."""

    title: str
    sentence: str
    clause: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one event type: a title, a sentence with fields, and where the clause and the paper stand.

    `also`: a further sentence for each fact that not every event of the type has.
    """

    title: str
    sentence: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    paper: str = ""

    def tell(self, shown: Mapping[str, Any], present: Container[str] = ()) -> EventText:
        """The words with the facts as they are `shown`; `present` are those that bring a further sentence."""
        sentences = (self.sentence, *(words for fact, words in self.also.items() if fact in present))
        return EventText(
            self.title.format_map(shown),
            "".join(words.format_map(shown) for words in sentences),
            self.clause.format_map(shown),
            self.paper.format_map(shown),
        )


@cache
def event_words(type_name: str, audience: str = "") -> Words:
    """The words of an event type for an audience. Raises `KeyError` if there are none."""
    own = _file("events")[type_name]
    said = own[audience] if audience else {name: part for name, part in own.items() if name in PARTS}
    return Words(**{"title": own["title"], **said})


def event_types(audience: str = "") -> frozenset[str]:
    """The types that say something to an audience."""
    return frozenset(name for name, own in _file("events").items() if not audience or audience in own)


@cache
def codes(kind: str, audience: str = "") -> Mapping[str, str]:
    """Code → word, of one kind, in the catalogue's order; the audience's own words over those that all read."""
    own = _file("codes")[kind]
    common = {code: word for code, word in own.items() if isinstance(word, str)}
    return MappingProxyType(common | (own.get(audience, {}) if audience else {}))


@cache
def kinds() -> frozenset[str]:
    """The kinds of codes that have words."""
    return frozenset(_file("codes"))


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("shared.words").joinpath(f"{name}.toml").read_text("utf-8"))
