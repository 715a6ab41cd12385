"""The rows of a turn: a long page for a lane that is alone, short slices while several lanes are at work.

A long page costs least a row. A lane's turn must be short while another lane waits, since a request of one agency must
not wait for the import of another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic

PAGE_ROWS = 500
SLICE_ROWS_MIN = 10
SLICE_SECONDS = 0.04
CONTENDED_SECONDS = 10.0
"""Seconds after a lane's last row during which it counts as at work: its next row may come any moment."""


@dataclass
class Pace:
    """Measures turns and says how many rows the next one takes."""

    page: int = PAGE_ROWS
    """Rows of a turn of a lane that is alone."""
    _rows_per_second: float = PAGE_ROWS
    _seen: dict[str, float] = field(default_factory=dict)

    def rows(self) -> int:
        """Rows of the next turn, of all its lanes together."""
        since = monotonic() - CONTENDED_SECONDS
        if sum(at > since for at in self._seen.values()) < 2:  # noqa: PLR2004  # a lane that is alone holds up no other
            return self.page
        return min(self.page, max(SLICE_ROWS_MIN, int(self._rows_per_second * SLICE_SECONDS)))

    def took(self, agencies: Iterable[str], rows: int, seconds: float) -> None:
        """Note a turn: its lanes, the number of its rows, and how long it took."""
        self._seen.update(dict.fromkeys(agencies, monotonic()))
        if rows >= SLICE_ROWS_MIN:  # the fixed costs of a small turn say nothing about a row
            self._rows_per_second += (rows / max(seconds, 1e-6) - self._rows_per_second) / 4
