"""One folder of TOML (format 2) read into entries: each value with its clause, its source and its days of validity.

Each value is an entry of its own, with the text that it rests on. A key with several entries (`[[key]]`) has one for
each period.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from shared.policy.schema import shape_of, typed
from shared.workdays import Region

FloorRule = Literal["at-most", "at-least", "fixed", "one-of", "subset", "superset", "form", "local"]
NATIONAL: Final = "national"
HEAD_FILE: Final = "pack.toml"
_ID = re.compile(r"[a-z][a-z0-9-]{1,30}")
_ABSENT: Any = msgspec.UNSET


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One value of one key with the text it rests on.

    `confirmed = false`: the value is the drafter's, the agency must still confirm it. `floor`, `allowed` and
    `optional` belong to the national pack: how far an agency may depart, and whether a key
    without a national value may stay without any. `rule` is an id of the survey of rules.
    """

    value: Any = _ABSENT
    clause: str = ""
    source: str = ""
    rule: str = ""
    note: str = ""
    confirmed: bool = True
    floor: FloorRule | None = None
    allowed: tuple[Any, ...] = ()
    optional: bool = False
    valid_from: date = date.min
    valid_to: date = date.max

    @property
    def given(self) -> bool:
        """Whether the entry has a value and does not only declare its key."""
        return self.value is not _ABSENT

    def covers(self, on: date) -> bool:
        """Whether it is in force on that day (both ends included)."""
        return self.valid_from <= on <= self.valid_to


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`pack.toml`: who the pack is for, when it is in force, and the full names of the texts it cites.

    `kind`: `national`, `agency`, or `layer` for what lies between (a province, a city); `within`: the id of the pack
    that this one lies in; `region`: the region whose calendar counts, None for that of the pack above.
    """

    format: Literal[2]
    id: str
    title: str
    valid_from: date
    valid_to: date = date.max
    kind: Literal["national", "layer", "agency"] = "agency"
    within: str = NATIONAL
    region: Region | None = None
    sources: dict[str, str]
    warnings: tuple[str, ...] = ()

    @property
    def is_national(self) -> bool:
        """Whether the pack is the floor of all others."""
        return self.kind == NATIONAL


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read; `faults` are the sentences of what could not be read."""

    head: Head
    entries: dict[str, tuple[Entry, ...]]
    faults: tuple[str, ...] = ()

    def on(self, key: str, day: date) -> Entry | None:
        """Give the entry of a key that is in force on that day, None where the pack is silent."""
        return next((entry for entry in self.entries.get(key, ()) if entry.covers(day)), None)

    def covers(self, on: date) -> bool:
        """Whether the pack is in force on that day (both ends included)."""
        return self.head.valid_from <= on <= self.head.valid_to


def read(folder: Path) -> Pack:
    """Read a folder; each error becomes a sentence in `faults`, and nothing is guessed."""
    faults: list[str] = []
    head = _head(folder, faults)
    entries: dict[str, list[Entry]] = {}
    for file in sorted(folder.glob("*.toml")):
        if file.name == HEAD_FILE:
            continue
        for key, raw in _leaves(_toml(file, faults)):
            entry = _entry(f"{folder.name}/{file.name} {key}", key, raw, head, faults)
            if entry is not None:
                entries.setdefault(key, []).append(entry)
    return Pack(head, {key: tuple(found) for key, found in entries.items()}, tuple(faults))


def _head(folder: Path, faults: list[str]) -> Head:
    """Read `pack.toml`; without it use the folder's name, so the other faults can still be reported."""
    raw = _toml(folder / HEAD_FILE, faults)
    try:
        head = msgspec.convert(raw, Head)
    except msgspec.ValidationError as error:
        faults.append(
            f"{folder.name}/{HEAD_FILE}：缺项或类型不对（{error}）。须有 format = 2、id、title、valid_from 和 [sources]。"
        )
        return Head(format=2, id=folder.name, title=folder.name, valid_from=date.min, sources={})
    if not _ID.fullmatch(head.id):
        faults.append(
            f"{folder.name}/{HEAD_FILE}：标识“{head.id}”只能用小写字母、数字和连字符，并以字母开头。"
        )
    return head


def _toml(file: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        faults.append(f"{file.parent.name}/{file.name}：不能读作 TOML（{error}）。请按行号核对语法。")
        return {}
    except RecursionError:
        faults.append(f"{file.parent.name}/{file.name}：嵌套太深，不能读作规则包。")
        return {}


def _leaves(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Flatten nested tables into dotted keys; a table that holds anything but tables is an entry."""
    for name, inner in table.items():
        key = f"{prefix}{name}"
        if isinstance(inner, list) and inner:
            yield from ((key, version) for version in inner)
        elif isinstance(inner, dict) and inner and all(_is_table(part) for part in inner.values()):
            yield from _leaves(inner, f"{key}.")
        else:
            yield key, inner


def _is_table(part: object) -> bool:
    return isinstance(part, dict) or (isinstance(part, list) and part != [] and isinstance(part[0], dict))


def _entry(where: str, key: str, raw: object, head: Head, faults: list[str]) -> Entry | None:
    """Make the entry of one key; its source's short name becomes the full one."""
    if shape_of(key) is None:
        faults.append(f"{where}：没有这个键。请核对拼写；新键须先登记在 schema.py 和国家规则包中。")
        return None
    try:
        entry = msgspec.convert(raw, Entry)
        value = typed(key, entry.value) if entry.given else _ABSENT
    except msgspec.ValidationError as error:
        faults.append(f"{where}：值的类型或取值不对（{error}）。")
        return None
    if entry.source and entry.source not in head.sources:
        faults.append(f"{where}：出处“{entry.source}”没有在 pack.toml 的 [sources] 中登记全称。")
    source = head.sources.get(entry.source, entry.source)
    return msgspec.structs.replace(entry, value=value, source=source)
