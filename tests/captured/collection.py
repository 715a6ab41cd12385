"""The texts of one run: a file for each thing that is looked at, and in it what was seen each time."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SAME = "(the same)"


@dataclass(frozen=True)
class Look:
    """What one person saw of a thing at one time."""

    time: str
    person: str
    lines: Sequence[str]

    @property
    def heading(self) -> str:
        """The line over it."""
        return f"=== {self.time} {self.person}".rstrip()


class Collection:
    """Collects looks.

    The first look at a thing is kept whole. A later one is kept as the lines that went and came: against what the first
    person saw at the same time, or, for the first person at a new time, against what was seen first at the time before.
    """

    def __init__(self) -> None:
        self._looks: dict[str, list[Look]] = defaultdict(list)

    def add(self, name: str, look: Look) -> None:
        """Keep a look at the thing `name`."""
        self._looks[name].append(look)

    def write(self, folder: Path) -> None:
        """Write one file for each thing."""
        for name, looks in self._looks.items():
            file = folder / f"{name}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(_written(looks)) + "\n", "utf-8")


def _written(looks: Sequence[Look]) -> Iterator[str]:
    first: Look | None = None
    for look in looks:
        yield look.heading
        yield from _changes(first.lines, look.lines) if first else look.lines
        if first is None or look.time != first.time:
            first = look


def _changes(before: Sequence[str], after: Sequence[str]) -> Sequence[str]:
    """The lines that went and came, without the heads of the hunks, which count lines; all lines where that is shorter."""
    diff = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    changed = [line for line in diff if not line.startswith("@@")]
    if len(changed) > len(after):
        return after
    return changed or [SAME]
