"""Resolves the texts of all layers (national floor, packs between, the agency's own) into one value with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from shared.events.terms import Basis
from shared.policy.floor import added, holds, identity, mend
from shared.policy.pack import Entry

Layer = Literal["national", "superior", "local", "resolution", "joined"]

LAYER_NAMES: Mapping[Layer, str] = {
    "national": "国家规定",
    "superior": "上级规定",
    "local": "本机关规定",
    "resolution": "本机关规定，低于国家规定的部分按国家规定",
    "joined": "上下级规定合并，低于上级规定的部分按上级规定",
}
"""The name of each layer on pages and in commands."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """A text that another one overrides; the page shows it."""

    layer: Layer
    value: Any
    clause: str
    source: str
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value that applies to an agency on a day, and why.

    `layer`: whose value it is; `superior` is a layer between nation and agency, `resolution` an agency's list that the
    nation completed or cut, `joined` any other such list of two layers. `overridden`: the other layers' texts where
    they say something else (a stricter text below sets aside the one above, a weaker one is itself set aside).
    `rule`: id in the survey of rules, "" where there is none. `confirmed`: False where the agency must still confirm
    the value before it is used in earnest. `completed`: the ids of the elements that a list gained from above, since its
    own text lacks them.
    """

    key: str
    value: Any
    clause: str
    source: str
    layer: Layer
    note: str
    rule: str
    overridden: tuple[Overridden, ...]
    confirmed: bool = True
    completed: frozenset[str] = frozenset()

    @property
    def basis(self) -> Basis:
        """Clause and source, as events keep them."""
        return Basis(self.clause, self.source)


def settle(key: str, floor: Entry, *texts: Entry | None, seed_literal: bool = False) -> Resolved:
    """Decide between the texts of one key, from the nation down; the last of `texts` is the agency's own.

    None stands for a layer that is silent. `floor` may be a declaration without a value (then only a text below gives
    one). Each layer is held to what applies above it. `seed_literal` runs each text as it stands, for exercises that
    show what it says, and the note admits it.
    """
    national = _resolved(key, floor, "national")
    found = national
    for depth, text in enumerate(texts, 1):
        if text is not None and text.given:
            layer: Layer = "local" if depth == len(texts) else "superior"
            above = national if floor.floor == "form" else found
            found = _below(found, above, binding(floor, found), text, layer, seed_literal=seed_literal)
    return found


def binding(floor: Entry, found: Resolved) -> Entry:
    """Give the value that binds the next layer below: the nation's for the application form, else the value that applies above."""
    return floor if floor.floor == "form" else msgspec.structs.replace(floor, value=found.value)


def floor_name(above: Resolved) -> str:
    """Name the layer above whose text is stricter, for the note on the weaker text."""
    return "国家底线" if above.layer == "national" else "上级规定"


def _below(
    found: Resolved, above: Resolved, held_to: Entry, text: Entry, layer: Layer, *, seed_literal: bool
) -> Resolved:
    """Hold a text to what applies above it; `found` is what applied before, `above` what binds (`held_to` its rule)."""
    if holds(held_to, text.value):
        return _resolved(found.key, text, layer, aside=_others(found, text.value))
    if seed_literal:
        warning = f"按本机关文本原样运行，低于{floor_name(above)}（{above.clause}），不得用于正式办理。"
        note = _joined(text.note, warning)
        return _resolved(found.key, text, layer, note=note, aside=_others(found, text.value))
    return _mended(found, above, held_to, text, layer)


def _mended(found: Resolved, above: Resolved, held_to: Entry, text: Entry, layer: Layer) -> Resolved:
    """Mend a text that falls below the binding one: replace it, or add what is missing."""
    value = mend(held_to, text.value)
    whose = "本机关规定" if layer == "local" else "上级规定"
    note = text.note or f"{whose}低于{floor_name(above)}，依{above.clause}执行。"
    merged = above.value, above.clause
    others = [other for other in _others(found, value) if (other.value, other.clause) != merged]
    aside = (_aside(layer, text), *others)
    if value == above.value:
        return replace(above, note=note, overridden=aside)
    gained = added(held_to, text.value)
    labels = "、".join(getattr(element, "label", str(element)) for element in gained)
    completed = f"依{above.clause}补入：{labels}。" if labels else ""
    return Resolved(
        key=found.key,
        value=value,
        clause=f"{text.clause}；{above.clause}",
        source=f"{text.source}；{above.source}",
        layer="resolution" if layer == "local" and above.layer == "national" else "joined",
        note=_joined(note, completed),
        rule=text.rule,
        overridden=aside,
        confirmed=text.confirmed and above.confirmed,
        completed=frozenset(identity(element) for element in gained),
    )


def _resolved(
    key: str, entry: Entry, layer: Layer, *, note: str | None = None, aside: tuple[Overridden, ...] = ()
) -> Resolved:
    return Resolved(
        key=key,
        value=entry.value,
        clause=entry.clause,
        source=entry.source,
        layer=layer,
        note=entry.note if note is None else note,
        rule=entry.rule,
        overridden=aside,
        confirmed=entry.confirmed,
    )


def _others(found: Resolved, value: Any) -> tuple[Overridden, ...]:
    """The texts from above that give a value, and another one than `value`."""
    seen = (_aside(found.layer, found), *found.overridden)
    return tuple(other for other in seen if other.value is not msgspec.UNSET and other.value != value)


def _aside(layer: Layer, text: Entry | Resolved) -> Overridden:
    return Overridden(layer, text.value, text.clause, text.source, text.rule, text.note)


def _joined(*notes: str) -> str:
    return "".join(f"{note.rstrip('。')}。" for note in notes if note)
