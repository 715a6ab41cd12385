"""State of a report (年报): the last pinned table of a year."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.events.reporting.report import ReportPinned


@dataclass(frozen=True, slots=True)
class NotPinned:
    """未定稿: no table of the year is pinned."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """已定稿: a table is pinned with its positions. A later pin replaces it; both stay in the log."""

    last: ReportPinned


Report: TypeAlias = NotPinned | Pinned
