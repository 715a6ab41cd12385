"""How far the scripted year was played in a folder: a file beside the data, written with each day that is done.

Whoever waits for a start sees by it that something moves; whoever starts later does not take half a year for a whole one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from deploy.errors import Unable
from deploy.place import lock
from deploy.place.folder import StackFolder
from deploy.place.state import read_private, write_private


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """The play of a folder: what was to be played, how many of its acts were done, and whether it came to its end."""

    requests: tuple[str, ...]
    acts: int
    done: int = 0
    over: bool = False


class HalfPlayed(Unable):
    """A play broke off in this folder: it cannot go on, since what was under way then is lost."""


@dataclass
class Playing:
    """A play under way; every step is written down."""

    file: Path
    played: Played

    @classmethod
    def begin(cls, folder: StackFolder, requests: Sequence[str], acts: int) -> "Playing":
        """Write down that it begins."""
        begun = cls(folder.played, Played(requests=tuple(requests), acts=acts))
        begun._write(begun.played)
        return begun

    def did(self, acts: int) -> int:
        """Count so many acts, and return them."""
        self._write(msgspec.structs.replace(self.played, done=self.played.done + acts))
        return acts

    def end(self) -> None:
        """Write down that all was played."""
        self._write(msgspec.structs.replace(self.played, over=True))

    def _write(self, played: Played) -> None:
        self.played = played
        write_private(self.file, msgspec.json.encode(played))


def read(folder: StackFolder) -> Played | None:
    """Return what was played in `folder`, or nothing. Raises `Damaged`."""
    return read_private(folder.played, Played)


def half_played(folder: StackFolder) -> str:
    """Return the sentence on a play that broke off, and what to do; empty where none did."""
    found = read(folder)
    if found is None or found.over:
        return ""
    return (
        f"此目录的演示中断过：共 {found.acts} 项，只办到第 {found.done} 项，不能接着演。"
        f"要从头演示：先 lantai down，删除文件夹 {folder.root}，再运行 lantai up --demo。"
    )


def refuse_half(folder: StackFolder) -> None:
    """Raise `HalfPlayed` where a play broke off; one that is being played now is the lock's business."""
    if lock.holder(folder.lock) is None and (sentence := half_played(folder)):
        raise HalfPlayed(f"{sentence}只看已有数据的，运行 lantai up。")


def why_not_again(folder: StackFolder) -> str:
    """Return the sentence for a folder that has requests, where nothing is played."""
    found = read(folder)
    before = f"此目录已演示过 {len(found.requests)} 件" if found else "此目录已有申请"
    return (
        f"{before}，没有再演。要从头演示：先 lantai down，删除文件夹 {folder.root}，再运行 lantai up --demo。"
    )
