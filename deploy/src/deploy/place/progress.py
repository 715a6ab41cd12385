"""The progress of the scripted year in a folder: a file beside the data, written after each day.

A waiting start reads it as a sign of progress; a later start recognises a play that broke off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from deploy.errors import Unable
from deploy.place import lock
from deploy.place.folder import StackFolder
from deploy.place.state import read_private, write_private


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The play of a folder: its requests, the number of acts done, and whether it was completed."""

    requests: tuple[str, ...]
    acts: int
    done: int = 0
    over: bool = False


class HalfPlayed(Unable):
    """A play broke off in this folder. It cannot continue, because the state of its acts is lost."""


@dataclass
class Playing:
    """A running play, which records every step."""

    file: Path
    progress: Progress

    @classmethod
    def begin(cls, folder: StackFolder, requests: Sequence[str], acts: int) -> "Playing":
        """Record the beginning."""
        begun = cls(folder.progress, Progress(requests=tuple(requests), acts=acts))
        begun._write(begun.progress)
        return begun

    def did(self, acts: int) -> int:
        """Add `acts` to the acts done and return the sum."""
        self._write(msgspec.structs.replace(self.progress, done=self.progress.done + acts))
        return acts

    def end(self) -> None:
        """Record that the play is complete."""
        self._write(msgspec.structs.replace(self.progress, over=True))

    def _write(self, progress: Progress) -> None:
        self.progress = progress
        write_private(self.file, msgspec.json.encode(progress))


def read(folder: StackFolder) -> Progress | None:
    """Return the progress in `folder`; None if nothing was played. Raises `Damaged`."""
    return read_private(folder.progress, Progress)


def half_played(folder: StackFolder) -> str:
    """Return the sentence on a play that broke off, with the way out; "" if none did."""
    found = read(folder)
    if found is None or found.over:
        return ""
    return (
        f"此目录的演示中断过：共 {found.acts} 项，只办到第 {found.done} 项，不能接着演。"
        f"要从头演示：先 lantai down，删除文件夹 {folder.root}，再运行 lantai up --demo。"
    )


def refuse_half(folder: StackFolder) -> None:
    """Raise `HalfPlayed` if a play broke off. A running play is refused by the lock."""
    if lock.holder(folder.lock) is None and (sentence := half_played(folder)):
        raise HalfPlayed(f"{sentence}只看已有数据的，运行 lantai up。")


def why_not_again(folder: StackFolder) -> str:
    """Return the sentence for a folder that has requests, where nothing is played."""
    found = read(folder)
    before = f"此目录已演示过 {len(found.requests)} 件" if found else "此目录已有申请"
    return (
        f"{before}，没有再演。要从头演示：先 lantai down，删除文件夹 {folder.root}，再运行 lantai up --demo。"
    )
