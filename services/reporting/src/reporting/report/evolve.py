"""Apply events to a report."""

from reporting.report.state import Pinned, Report
from shared.events.reporting.report import ReportPinned


def evolve(_: Report, event: ReportPinned) -> Report:
    """Return the report after a pin, which replaces the previous one."""
    return Pinned(event)
