"""The report (年报): which table of a year was pinned last."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.events.reporting.report import ReportPinned


@dataclass(frozen=True, slots=True)
class NotPinned:
    """未定稿: the year's table is still only counted."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """已定稿: a table stands with its positions; a later pin replaces it, and both stay in the log."""

    last: ReportPinned


Report: TypeAlias = NotPinned | Pinned
