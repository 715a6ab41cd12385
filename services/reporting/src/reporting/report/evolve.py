"""What an event makes of a report."""

from reporting.report.state import Pinned, Report
from shared.events.reporting.report import ReportPinned


def evolve(_: Report, event: ReportPinned) -> Report:
    """The newest pin stands."""
    return Pinned(event)
