"""The one command of reporting: pin a year's table."""

from reporting.domain.commands import PinReport
from reporting.domain.decider import report_decider
from reporting.domain.report import Report
from shared.events import load
from shared.events.reporting import ReportPinned
from shared.handling import execute
from shared.message import Recorded
from shared.store import EventStore, Receipt


def stream_of(year: int) -> str:
    """The stream of one year's report."""
    return f"report/{year}"


async def pin_report(store: EventStore, command: PinReport) -> Receipt | None:
    """Pin; None when exactly this stands already. Raises `Refusal`, `VersionConflict`, `StoreUnavailable`."""
    stream = stream_of(command.year)
    state = await report_of(store, command.origin.agency, command.year)
    if not report_decider.decide(state, command):
        return None
    return await execute(store, report_decider, command.origin, stream, command)


async def report_of(store: EventStore, agency: str, year: int) -> Report:
    """What stands of an agency's report."""
    rows = await store.load(agency, stream_of(year))
    return report_decider.fold(_pinned(row) for row in rows)


def _pinned(row: Recorded) -> ReportPinned:
    event = load(row)
    if not isinstance(event, ReportPinned):
        raise TypeError(f"{row.type} in {row.stream}")
    return event
