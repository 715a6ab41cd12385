"""Handler of reporting's only command: pin a year's table."""

from typing import Final

from reporting.report.commands import PinReport, ReportCommand
from reporting.report.decide import decide
from reporting.report.evolve import evolve
from reporting.report.state import NotPinned, Report
from shared.command.decider import Decider
from shared.command.execute import execute_unless_idle, state_after
from shared.eventlog.store import EventStore, Receipt
from shared.events.reporting.report import ReportPinned

report_decider: Final[Decider[Report, ReportCommand, ReportPinned]] = Decider(NotPinned(), decide, evolve)


def stream_of(year: int) -> str:
    """Return the stream of a year's report."""
    return f"report/{year}"


async def pin_report(store: EventStore, command: PinReport) -> Receipt | None:
    """Pin a table; return None if it is pinned already. Raises `Refusal`, `VersionConflict`, `StoreUnavailable`."""
    return await execute_unless_idle(store, report_decider, command.origin, stream_of(command.year), command)


async def report_of(store: EventStore, agency: str, year: int) -> Report:
    """Load an agency's report of a year."""
    return state_after(report_decider, await store.load(agency, stream_of(year)))
