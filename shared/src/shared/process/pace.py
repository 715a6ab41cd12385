"""The rows of a turn: a long page as a rule, short slices while a lane with few rows is at work.

A long page costs least a row. But a request of one agency must not wait for the import of another, so turns are short for a
while after a lane with few rows had one: its next row may come any moment.
"""

from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic

PAGE_ROWS = 500
SLICE_ROWS_MIN = 10
SLICE_SECONDS = 0.01
SHARED_SECONDS = 10.0
"""Seconds for which turns are short after a lane had fewer than `SLICE_ROWS_MIN` rows."""


@dataclass
class Pace:
    """Measures turns and says how many rows the next one takes."""

    page: int = PAGE_ROWS
    """Rows of a long turn."""
    _rows_per_second: float = PAGE_ROWS
    _shared_until: float = 0.0

    @property
    def shared(self) -> bool:
        """Whether a lane with few rows is at work."""
        return monotonic() < self._shared_until

    def rows(self) -> int:
        """Rows of the next turn, of all its lanes together."""
        if not self.shared:
            return self.page
        return min(self.page, max(SLICE_ROWS_MIN, int(self._rows_per_second * SLICE_SECONDS)))

    def took(self, rows: Collection[int], seconds: float) -> None:
        """Note a turn: the rows of each of its lanes, and how long it took."""
        if min(rows, default=SLICE_ROWS_MIN) < SLICE_ROWS_MIN:
            self._shared_until = monotonic() + SHARED_SECONDS
        if (taken := sum(rows)) >= SLICE_ROWS_MIN:  # the fixed costs of a small turn say nothing about a row
            self._rows_per_second += (taken / max(seconds, 1e-6) - self._rows_per_second) / 4
