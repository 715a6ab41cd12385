"""Finds faults in the entries of a pack: in each entry alone, and against the packs above it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

import msgspec

from shared.policy.floor import added, holds
from shared.policy.layers import Layers
from shared.policy.lint.roles import ROLE_KEYS, role_faults
from shared.policy.lint.unread import unread_entry, unread_outcomes
from shared.policy.pack import Entry, FloorRule, Head, Pack
from shared.policy.resolution import binding, floor_name, settle

# The floor rules that compare numbers, and those that compare lists.
_ASKS: Final[Mapping[FloorRule, type]] = {
    "at-most": int,
    "at-least": int,
    "subset": tuple,
    "superset": tuple,
    "form": tuple,
}


def entry_faults(pack: Pack, layers: Layers) -> list[str]:
    """Check one pack alone, and against all packs above it during its days."""
    faults: list[str] = []
    for key, versions in pack.entries.items():
        where = f"{pack.head.id} {key}"
        faults += [fault for entry in versions for fault in _entry(where, entry)]
        faults += [fault for entry in versions for fault in unread_entry(where, entry, pack.head)]
        faults += _periods(where, versions)
        if pack.head.is_national:
            faults += [
                f"{where}：国家规则包须用 floor 写明机关可以偏离到什么程度。" for e in versions if not e.floor
            ]
    faults += unread_outcomes(pack)
    found: dict[str, None] = {}  # each sentence once, in order
    for at in _days(pack, layers):
        found.update(dict.fromkeys(_on(at)))
    return [*faults, *found]


def _entry(where: str, entry: Entry) -> Iterator[str]:
    if not entry.clause:
        yield f"{where}：缺少 clause（依据的条款）。"
    if not entry.source:
        yield f"{where}：缺少 source（依据的文件）。"
    if entry.valid_to < entry.valid_from:
        yield f"{where}：有效期止于 {entry.valid_to}，早于起始日 {entry.valid_from}。"
    shape = _ASKS.get(entry.floor or "local")
    if shape and entry.given and not isinstance(entry.value, shape):
        yield f"{where}：floor 为 {entry.floor} 时，国家取值须是{'数字' if shape is int else '列表'}。"
    if entry.floor == "one-of" and entry.value not in entry.allowed:
        yield f"{where}：floor 为 one-of 时，allowed 须列出允许的取值，并包括国家取值本身。"
    if isinstance(entry.value, tuple) and _repeated(entry.value):
        yield f"{where}：列表中有重复的 {_repeated(entry.value)}。"


def _periods(where: str, versions: tuple[Entry, ...]) -> Iterator[str]:
    ordered = sorted(versions, key=lambda entry: entry.valid_from)
    if any(later.valid_from <= earlier.valid_to for earlier, later in pairwise(ordered)):
        yield f"{where}：同一键的两个取值有效期重叠，请用 valid_from、valid_to 分开。"


@dataclass(frozen=True, slots=True)
class _Day:
    """A pack on one of its days, with the nation and the packs between."""

    pack: Pack
    national: Pack
    above: tuple[Pack, ...]
    day: date

    def texts_above(self, key: str) -> list[Entry | None]:
        """Give what each pack between says of a key."""
        return [pack.on(key, self.day) for pack in self.above]

    def applies(self, key: str) -> Any:
        """Give the value of a key with the pack's own text, UNSET where there is none."""
        national, own = self.national.on(key, self.day), self.pack.on(key, self.day)
        if national is None:
            return msgspec.UNSET
        return settle(key, national, *self.texts_above(key), own).value


def _days(pack: Pack, layers: Layers) -> Iterator[_Day]:
    """Give each day on which something may change for the pack, as far as a nation is in force."""
    for day in _turning_days(pack, layers):
        national = layers.national(day)
        if national is not None:
            above = () if pack.head.is_national else layers.down_to(pack, day)[:-1]
            yield _Day(pack, national, above, day)


def _turning_days(pack: Pack, layers: Layers) -> list[date]:
    """Give the days of the pack on which any text above it, or of its own, begins or has ended."""
    found = {pack.head.valid_from}
    for other in layers:
        if other is pack or other.head.kind != "agency":
            spans: list[Head | Entry] = [
                other.head,
                *(entry for versions in other.entries.values() for entry in versions),
            ]
            found |= {span.valid_from for span in spans}
            found |= {span.valid_to + timedelta(days=1) for span in spans if span.valid_to < date.max}
    return sorted(day for day in found if pack.covers(day))


def _on(at: _Day) -> Iterator[str]:
    if not at.pack.head.is_national:
        for key in sorted(at.national.entries.keys() | at.pack.entries.keys()):
            yield from _key(key, at)
    applies = {key: at.applies(key) for key in ROLE_KEYS}
    if msgspec.UNSET not in applies.values():
        yield from role_faults(at.pack.head.id, applies)


def _key(key: str, at: _Day) -> Iterator[str]:
    """Compare the pack's text of one key with what binds it."""
    national, own, where = at.national.on(key, at.day), at.pack.on(key, at.day), f"{at.pack.head.id} {key}"
    if national is None:
        if own is not None:
            yield f"{where}：国家规则包没有声明这个键，请先在那里写明底线。"
        return
    found = settle(key, national, *at.texts_above(key), None)
    if own is None or not own.given:
        if at.pack.head.kind == "agency" and found.value is msgspec.UNSET and not national.optional:
            yield f"{where}：必须填写（{national.clause}）。"
        return
    floor = binding(national, found)
    if not holds(floor, own.value) and not own.note:
        more = "、".join(str(getattr(element, "id", element)) for element in added(floor, own.value))
        missing = f"缺少 {more}；" if more else ""
        yield f"{where}：低于{floor_name(found)}（{missing}{found.clause}），须在 note 中说明如何适用。"


def _repeated(elements: tuple[Any, ...]) -> str:
    names = [str(getattr(element, "id", element)) for element in elements]
    return "、".join(sorted({name for name in names if names.count(name) > 1}))
