"""Events of reporting 监督与年报."""

from typing import ClassVar

from shared.message import Event


class ReportingEvent(Event, frozen=True, kw_only=True):
    """Base of reporting's events. Only `reporting.report.decide` constructs them."""

    service: ClassVar[str] = "reporting"


class ReportPinned(ReportingEvent, frozen=True, kw_only=True):
    """固定年报: a member of staff fixed the annual table of `year`, so that it can be computed again.

    `positions`: lane → the last `seq` that was counted. `table_sha256`: the hash (hex) of the table's figures.
    """

    year: int
    positions: dict[str, int]
    table_sha256: str
