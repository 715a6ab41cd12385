"""Finds parts of a pack that the program would not read; they are refused, so nothing is ignored silently."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from shared.policy.pack import HEAD_FILE, Entry, Head, Pack

_OUTCOMES: Final = "outcomes."


def unread_files(path: Path) -> Iterator[str]:
    """Name TOML files under a folder of packs that belong to no pack, or lie deeper than a pack is read."""
    if not path.is_dir():
        yield f"{path}：没有这个规则包目录。请核对路径。"
        return
    for file in sorted(path.glob("*.toml")):
        yield f"{file.name}：规则文件须放在规则包自己的目录中，直接放在 {path.name} 下的不会被读到。"
    for folder in sorted(each for each in path.iterdir() if each.is_dir()):
        if not (folder / HEAD_FILE).is_file() and any(folder.glob("*.toml")):
            yield f"{folder.name}：目录中没有 {HEAD_FILE}，其余文件不会被读到。请补上。"
        for file in sorted(folder.glob("*/*.toml")):
            yield f"{folder.name}/{file.parent.name}/{file.name}：规则包不读下级目录，请移到 {folder.name} 下。"


def unread_entry(where: str, entry: Entry, head: Head) -> Iterator[str]:
    """Name the parts of an entry that have no effect in a pack of this kind."""
    if entry.valid_from > head.valid_to or entry.valid_to < head.valid_from:
        yield f"{where}：有效期在规则包的有效期之外，不会生效。"
    if head.is_national:
        if entry.allowed and entry.floor != "one-of":
            yield f"{where}：allowed 只用于 floor 为 one-of 的键。"
        if entry.optional and entry.given:
            yield f"{where}：optional 只用于国家没有取值的键。"
        return
    for name in ("floor", "allowed", "optional"):
        if getattr(entry, name):
            yield f"{where}：{name} 只能由国家规则包规定。"
    if not entry.given:
        yield f"{where}：没有 value，不会生效。请写明取值，或者删去。"


def unread_outcomes(pack: Pack) -> Iterable[str]:
    """Name outcomes that no row of the annual table counts: the catalogue would not show them."""
    rows = {row.id for entry in pack.entries.get("annual.rows", ()) for row in entry.value}
    names = (key.removeprefix(_OUTCOMES) for key in pack.entries if key.startswith(_OUTCOMES))
    return [
        f"{pack.head.id} {_OUTCOMES}{name}：annual.rows 中没有这一行，不会列入答复类型。"
        for name in names
        if rows and name not in rows
    ]
