"""Decide on commands of a report."""

from collections.abc import Sequence
from typing import assert_never

from reporting.report import rules
from reporting.report.commands import PinReport, ReportCommand
from reporting.report.state import NotPinned, Pinned, Report
from shared.events.reporting.report import ReportPinned


def decide(state: Report, command: ReportCommand) -> Sequence[ReportPinned]:
    """Return the events of `command`; none if the same figures and positions are pinned already. Raises `Refusal`."""
    rules.require_right_to_pin(command.able)
    rules.require_counted_events(command)
    match state:
        case NotPinned():
            return (_pinned(command),)
        case Pinned(last=last):
            fresh = _pinned(command)
            return () if fresh == last else (fresh,)
        case _:
            assert_never(state)


def _pinned(command: PinReport) -> ReportPinned:
    return ReportPinned(
        year=command.year, positions=dict(command.positions), table_sha256=command.table_sha256
    )
