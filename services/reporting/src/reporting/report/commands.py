"""The verbs of a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from shared.message import Origin
from shared.policy.roles import Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class PinReport:
    """定稿: fix a year's table with the lane positions that it was counted from and the hash of its figures.

    `able`: what the role of who asks may do, by the agency's roles of the day.
    """

    origin: Origin
    able: frozenset[Capability]
    year: int
    positions: Mapping[str, int]
    table_sha256: str


ReportCommand: TypeAlias = PinReport
"""All that can be asked of a report."""
