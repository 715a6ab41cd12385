"""Projection of clocks with their explanations, for the board, for one request, and for the recount.

`clock_tables.py` holds its tables, `clock_queries.py` its queries.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.projections.clock_tables import clock, counted, happened, metadata, request
from shared.events.deadline.clock import (
    CLOCK_EVENTS,
    UNSTARTED,
    ClockEvent,
    ClockFactHeard,
    DueDateDeferred,
    DueDateSet,
)
from shared.events.deadline.facts import Began
from shared.events.intake.request import RequestReceived
from shared.events.registry import load
from shared.message import Recorded
from shared.projections.changes import Columns, Key, RowChanges
from shared.projections.generations import Projection
from shared.words.explanation import kept


class ClocksProjection(Projection):
    """Folds deadline's clocks, and the registration numbers of intake's requests."""

    name = "clocks"
    version = 6
    sources = frozenset({"deadline", "intake"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        changes = _Changes(*(RowChanges(table) for table in (clock, counted, happened, request)))
        for row in rows:
            if row.type in FOLDED:
                _fold(changes, row)
        for rows_of_table in changes:
            await rows_of_table.write(connection)


class _Changes(NamedTuple):
    """The row changes of one fold, by table."""

    clock: RowChanges
    counted: RowChanges
    happened: RowChanges
    request: RowChanges


FOLDED = frozenset({RequestReceived.type_name(), *(event.type_name() for event in CLOCK_EVENTS)})
STANDING = (
    "state",
    "since",
    "waiting_for",
    "day_zero_on",
    "working_days",
    "due_on",
    "not_before_on",
    "uncovered_year",
    "warned_left",
    "extension_working_days",
    "stopped_on",
    "cause",
    "in_time",
)
"""The fields of a standing that are stored under their own names."""


def _fold(changes: _Changes, row: Recorded) -> None:
    event = load(row)
    if isinstance(event, RequestReceived):
        changes.request.put((row.agency, event.request_id), {"year": event.year, "number": event.number})
    elif isinstance(event, ClockEvent):
        standing = {name: getattr(event.standing, name) for name in STANDING}
        began = (
            _period_columns(event.fact)
            if isinstance(event, ClockFactHeard) and event.effect in BEGINS
            else {}
        )
        changes.clock.put(_key(row, event), {"request_id": event.request_id, **standing, **began})
        _add_history(changes, row, event)
        if isinstance(event, DueDateSet | DueDateDeferred):
            _add_count(changes, row, event)


BEGINS = frozenset({"started", "restarted"})


def _period_columns(fact: object) -> Columns:
    if not isinstance(fact, Began):
        return {}
    return {
        "clause": fact.basis.clause,
        "source": fact.basis.source,
        "ladder": [list(rung) for rung in zip(fact.warn_working_days, fact.warn_roles, strict=False)],
        "missed_role": fact.missed_role,
    }


def _add_history(changes: _Changes, row: Recorded, event: ClockEvent) -> None:
    """Add a line to the clock's history, without the counted days. A fact without an effect adds none."""
    if isinstance(event, ClockFactHeard):
        if not event.effect:
            return
        kind, plain = f"clock-{event.effect}", msgspec.to_builtins(event.fact)
    else:
        kind, plain = row.type, msgspec.to_builtins(_without_days(event))
    facts: dict[str, Any] = {
        name: value
        for name, value in plain.items()
        if name != "standing" and not isinstance(value, list | tuple)
    }
    values = {
        "request_id": event.request_id,
        "type": kind,
        "facts": facts,
        "recorded_at": row.recorded_at,
    }
    changes.happened.put((*_key(row, event), row.seq), values)


def _without_days(event: ClockEvent) -> ClockEvent:
    """The event without what its line would drop: turning the days of a count into JSON takes a tenth of the fold."""
    event = replace(event, standing=UNSTARTED)
    return replace(event, counted=(), skipped=()) if isinstance(event, DueDateSet) else event


def _key(row: Recorded, event: ClockEvent) -> Key:
    return row.agency, event.subject.kind, event.subject.id, event.clock


def _add_count(changes: _Changes, row: Recorded, event: DueDateSet | DueDateDeferred) -> None:
    """Add a count to the history of counts."""
    values = {
        "request_id": event.request_id,
        "due_on": event.due_on if isinstance(event, DueDateSet) else None,
        "not_before_on": event.not_before_on if isinstance(event, DueDateDeferred) else None,
        "reason": msgspec.to_builtins(event.reason),
        "by_notice": event.reason.code == "notice-loaded",
        "explanation": kept(event) if isinstance(event, DueDateSet) else None,
        "recorded_at": row.recorded_at,
    }
    changes.counted.put((*_key(row, event), event.generation), values)
