"""A count as every page, book and command shows it: one shape, so that each of them can show what another counted."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import msgspec

PARTS = ("due_on", "counted", "skipped", "basis")


class Counted(Protocol):
    """What can be explained: a `Count`, deadline's event, a row of a book that copied it."""

    @property
    def due_on(self) -> date | None:
        """The day on which the period ends."""
        ...

    @property
    def counted(self) -> Sequence[Any]:
        """Days that count, each with `date`, `n`, `why`."""
        ...

    @property
    def skipped(self) -> Sequence[Any]:
        """Days that do not, each with `date`, `why`."""
        ...

    @property
    def basis(self) -> Sequence[str]:
        """The rules and notices on which the count rests."""
        ...


def explained(count: Counted | None) -> dict[str, Any]:
    """The explanation as plain JSON, dates in ISO: what `lantai deadline explain --json` prints. None: not counted yet."""
    if count is None:
        return {"due_on": None, "counted": [], "skipped": [], "basis": []}
    plain: dict[str, Any] = msgspec.to_builtins({part: getattr(count, part) for part in PARTS})
    return plain
