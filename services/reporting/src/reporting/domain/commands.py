"""The verbs of a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PinReport:
    """定稿: fix a year's table with the lane positions that it was counted from and the hash of its figures."""

    origin: Origin
    year: int
    positions: Mapping[str, int]
    table_sha256: str


ReportCommand: TypeAlias = PinReport
"""All that can be asked of a report."""
