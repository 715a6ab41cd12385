"""Three layers become one answer that keeps its reasons: national floor, local pack, resolution."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.events.terms import Basis
from shared.policy.floor import added, holds, mend
from shared.policy.pack import Entry

Layer = Literal["national", "local", "resolution"]

LAYER_NAMES: Mapping[Layer, str] = {
    "national": "国家规定",
    "local": "本机关规定",
    "resolution": "本机关规定，低于国家规定的部分按国家规定",
}
"""How pages and commands say whose value it is."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """A text that was read and set aside, kept so that the page can show it."""

    layer: Layer
    value: Any
    clause: str
    source: str
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What applies to this agency on this day, and why.

    `layer`: whose value it is; `resolution` means a local list that the floor completed or cut. `overridden`: the
    other layer's text where it says something else (a stricter local rule sets aside the floor, a weaker one is
    itself set aside). `rule`: id in the survey of rules, "" where there is none.
    """

    key: str
    value: Any
    clause: str
    source: str
    layer: Layer
    note: str = ""
    rule: str = ""
    overridden: tuple[Overridden, ...] = ()

    @property
    def basis(self) -> Basis:
        """Clause and source, as events keep them."""
        return Basis(self.clause, self.source)


def settle(key: str, floor: Entry, local: Entry | None, *, seed_literal: bool = False) -> Resolved:
    """Decide between the national and the local text of one key.

    `floor` may be a declaration without a value (then only a local text gives one); `seed_literal` runs the local
    text as it stands, for exercises that show what it says, and the note admits it.
    """
    if local is None or not local.given:
        return _resolved(key, floor, "national")
    if holds(floor, local.value):
        return _local(key, floor, local)
    if seed_literal:
        warning = f"按本机关文本原样运行，低于国家底线（{floor.clause}），不得用于正式办理。"
        return _resolved(
            key, local, "local", note=_joined(local.note, warning), aside=(_aside("national", floor),)
        )
    return _mended(key, floor, local)


def _local(key: str, floor: Entry, local: Entry) -> Resolved:
    differs = floor.given and floor.value != local.value
    return _resolved(key, local, "local", aside=(_aside("national", floor),) if differs else ())


def _mended(key: str, floor: Entry, local: Entry) -> Resolved:
    """The local text falls below the floor: the floor wins, wholly or for what is missing."""
    value, aside = mend(floor, local.value), (_aside("local", local),)
    note = local.note or f"本机关规定低于国家底线，依{floor.clause}执行。"
    if value == floor.value:
        return _resolved(key, floor, "national", note=note, aside=aside)
    labels = "、".join(getattr(element, "label", str(element)) for element in added(floor, local.value))
    completed = f"依{floor.clause}补入：{labels}。" if labels else ""
    return Resolved(
        key=key,
        value=value,
        clause=f"{local.clause}；{floor.clause}",
        source=f"{local.source}；{floor.source}",
        layer="resolution",
        note=_joined(note, completed),
        rule=local.rule,
        overridden=aside,
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
    )


def _aside(layer: Layer, entry: Entry) -> Overridden:
    return Overridden(layer, entry.value, entry.clause, entry.source, entry.rule, entry.note)


def _joined(*notes: str) -> str:
    return "".join(f"{note.rstrip('。')}。" for note in notes if note)
