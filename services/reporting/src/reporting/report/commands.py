"""The command of a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from shared.message import Origin
from shared.policy.roles import Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class PinReport:
    """定稿: pin a year's table by its lane positions and the hash of its figures.

    `able`: the capabilities that the agency's roles of that day give the actor.
    """

    origin: Origin
    able: frozenset[Capability]
    year: int
    positions: Mapping[str, int]
    table_sha256: str


ReportCommand: TypeAlias = PinReport
