"""The book of clocks: what stands and why, for the board, for one request, and to find what must be counted again.

Its tables stand in clock_tables.py, what is asked of it in clock_queries.py.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, get_args

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.domain.clock import ClockEvent
from deadline.projections.clock_tables import clock, counted, happened, letter, metadata, request
from shared.events import load
from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockSuspended,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.events.intake import RequestReceived
from shared.message import Recorded
from shared.projections.changes import Columns, Key, Sheet
from shared.workdays import explained


class ClocksBook:
    """Folds deadline's clocks, and intake's registration numbers to name them by."""

    name = "clocks"
    version = 4
    sources = frozenset({"deadline", "intake"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Make rows of one lane take effect."""
        sheets = _Sheets(*(Sheet(table) for table in (clock, counted, letter, happened, request)))
        for row in rows:
            if row.type in FOLDED:
                _fold(sheets, row)
        for sheet in sheets:
            await sheet.write(connection)


class _Sheets(NamedTuple):
    """What a fold writes."""

    clock: Sheet
    counted: Sheet
    letter: Sheet
    happened: Sheet
    request: Sheet


FOLDED = frozenset(event.type_name() for event in (*get_args(ClockEvent), RequestReceived))
NO_DATE: Columns = {"due_on": None, "not_before_on": None, "uncovered_year": None, "warned_left": None}


def _fold(sheets: _Sheets, row: Recorded) -> None:
    event = load(row)
    if isinstance(event, RequestReceived):
        sheets.request.put((row.agency, event.request_id), {"year": event.year, "number": event.number})
    elif isinstance(event, ClockEvent):
        _remember(sheets, row, event)
        _fold_clock(sheets, row, event)


def _fold_clock(sheets: _Sheets, row: Recorded, event: ClockEvent) -> None:
    key, of = _key(row, event), sheets.clock
    match event:
        case ClockStarted():
            of.put(key, _started(event))
        case DueDateSet():
            _count(sheets, row, event, state="running", due_on=event.due_on)
        case DueDateDeferred():
            deferral = {"not_before_on": event.not_before_on, "uncovered_year": event.uncovered_year}
            _count(sheets, row, event, state="deferred", **deferral)
        case ClockPaused():
            sent = {"kind": event.kind, "sent_on": event.sent_on, "arrived_on": None}
            sheets.letter.put((*key, event.pause), sent)
            of.change(key, {**NO_DATE, "state": "paused"})
        case ClockResumed():
            sheets.letter.change((*key, event.pause), {"arrived_on": event.arrived_on})
        case _:
            of.change(key, _changed(event))


def _changed(
    event: ClockExtended | ClockSuspended | ClockRestarted | WarningRaised | DeadlineMissed | ClockStopped,
) -> Columns:
    match event:
        case ClockExtended():
            return {"extension_working_days": event.working_days}
        case ClockSuspended():
            return {**NO_DATE, "state": "suspended", "suspended_on": event.suspended_on}
        case ClockRestarted():
            anew = {"state": "counting", "suspended_on": None, "extension_working_days": None}
            return {**NO_DATE, **anew, "day_zero_on": event.day_zero_on}
        case WarningRaised():
            return {"warned_left": event.working_days_left}
        case DeadlineMissed():
            return {"state": "missed"}
        case ClockStopped():
            stop = {"stopped_on": event.stopped_on, "cause": event.cause, "in_time": event.in_time}
            return {"state": "stopped", **stop}


def _remember(sheets: _Sheets, row: Recorded, event: ClockEvent) -> None:
    """One line of the clock's history; a count's lists of days and grounds stand with the count."""
    plain: dict[str, Any] = msgspec.to_builtins(event)
    facts = {name: value for name, value in plain.items() if not isinstance(value, list | tuple)}
    values = {"type": row.type, "facts": facts, "recorded_at": row.recorded_at}
    sheets.happened.put((*_key(row, event), row.seq), values)


def _key(row: Recorded, event: ClockEvent) -> Key:
    return row.agency, event.request_id, event.clock


def _started(event: ClockStarted) -> Columns:
    return {
        "state": "counting",
        "day_zero_on": event.day_zero_on,
        "working_days": event.working_days,
        "clause": event.basis.clause,
        "source": event.basis.source,
        "ladder": [list(rung) for rung in zip(event.warn_working_days, event.warn_roles, strict=False)],
        "missed_role": event.missed_role,
    }


def _count(sheets: _Sheets, row: Recorded, event: DueDateSet | DueDateDeferred, **changes: Any) -> None:
    """A count replaces the one before on the clock, and joins the history of counts."""
    sheets.clock.change(_key(row, event), {**NO_DATE, **changes})
    values = {
        "due_on": changes.get("due_on"),
        "not_before_on": changes.get("not_before_on"),
        "reason": event.reason,
        "explanation": explanation_of(event),
        "recorded_at": row.recorded_at,
    }
    sheets.counted.put((*_key(row, event), event.generation), values)


def explanation_of(event: DueDateSet | DueDateDeferred) -> dict[str, Any]:
    """The count as plain JSON: the same shape as `lantai deadline explain --json`."""
    return explained(event if isinstance(event, DueDateSet) else None)
