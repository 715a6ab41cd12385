"""Events of reporting 监督与年报."""

from typing import ClassVar

from shared.message import Event


class ReportingEvent(Event, frozen=True, kw_only=True):
    """Only `reporting.domain` constructs these."""

    service: ClassVar[str] = "reporting"


class ReportPinned(ReportingEvent, frozen=True, kw_only=True):
    """A table was drawn up and fixed: the lane positions that it was computed from, and the hash of its figures."""

    year: int
    positions: dict[str, int]
    table_sha256: str
