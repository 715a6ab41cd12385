"""Queries of the clocks projection, for pages and the ticker."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.clock_ref import ClockRef
from deadline.projections.clock_tables import (
    BY_NOTICE,
    DEFERRED,
    NOT_OVER,
    OPEN,
    clock,
    counted,
    happened,
    request,
)
from shared.events.terms import Subject

NUMBERED = clock.outerjoin(
    request, (request.c.agency == clock.c.agency) & (request.c.request_id == clock.c.request_id)
)
NAMED = select(clock, request.c.year, request.c.number).select_from(NUMBERED)
"""Clocks with the registration numbers of their requests."""


async def board(connection: AsyncConnection, states: Collection[str] = OPEN) -> Sequence[Row[Any]]:
    """Return the agency's open clocks in `states`, most urgent first; clocks without a due date come last."""
    statement = NAMED.where(NOT_OVER, clock.c.state.in_(states)).order_by(
        clock.c.due_on.asc().nulls_last(), request.c.year, request.c.number, clock.c.subject_id
    )
    return (await connection.execute(statement)).all()


async def of_request(connection: AsyncConnection, request_id: UUID) -> Sequence[Row[Any]]:
    """Return the begun clocks of one request and of its letters."""
    begun = clock.c.state != "unstarted"
    statement = NAMED.where(clock.c.request_id == request_id, begun).order_by(
        clock.c.clock, clock.c.subject_id
    )
    return (await connection.execute(statement)).all()


async def counts(connection: AsyncConnection, request_id: UUID) -> Sequence[Row[Any]]:
    """Return all counts of a request's clocks, newest first, so that a page can show what a notice changed."""
    statement = (
        select(counted)
        .where(counted.c.request_id == request_id)
        .order_by(counted.c.clock, counted.c.subject_id, counted.c.generation.desc())
    )
    return (await connection.execute(statement)).all()


async def open_clocks(
    connection: AsyncConnection, uncovered_years: Collection[int] | None = None
) -> Sequence[tuple[str, ClockRef]]:
    """Return (agency, clock) of open clocks; with `uncovered_years` only clocks deferred for one of these years."""
    statement = select(*clock.primary_key.columns, clock.c.request_id)
    if uncovered_years is None:
        statement = statement.where(NOT_OVER, clock.c.state.in_(OPEN))
    else:
        statement = statement.where(DEFERRED, clock.c.uncovered_year.in_(uncovered_years))
    rows: Sequence[Any] = (await connection.execute(statement.order_by(*clock.primary_key.columns))).all()
    return [(row.agency, ref_of(row)) for row in rows]


def ref_of(row: Row[Any]) -> ClockRef:
    """Return the clock that a row belongs to."""
    subject = Subject(row.subject_kind, row.subject_id)
    about = Subject.request(row.request_id) if row.request_id and subject.kind != "request" else None
    return ClockRef(subject, row.clock, about)


async def figures(connection: AsyncConnection, today: date) -> dict[str, int]:
    """Count the clocks that are open, missed, due today, deferred, and waiting."""
    asked = {
        "open": clock.c.state.in_(OPEN),
        "missed": clock.c.state == "missed",
        "today": (clock.c.state == "running") & (clock.c.due_on == today),
        "deferred": clock.c.state == "deferred",
        "waiting": clock.c.state.in_(("paused", "suspended")),
    }
    counts = [func.count().filter(condition).label(name) for name, condition in asked.items()]
    found = await connection.execute(select(*counts).select_from(clock).where(NOT_OVER))
    return dict(found.one()._mapping)  # noqa: SLF001  # SQLAlchemy's documented accessor


async def history(connection: AsyncConnection, request_id: UUID) -> Sequence[Row[Any]]:
    """Return the history of a request's clocks in order."""
    statement = select(happened).where(happened.c.request_id == request_id).order_by(happened.c.seq)
    return (await connection.execute(statement)).all()


async def moved(connection: AsyncConnection, limit: int = 500) -> Sequence[Row[Any]]:
    """Return the counts that notices caused, newest first, each with the date before it."""
    before = counted.alias("before")
    same = [before.c[name] == counted.c[name] for name in ("agency", "subject_kind", "subject_id", "clock")]
    of_request = (request.c.agency == counted.c.agency) & (request.c.request_id == counted.c.request_id)
    statement = (
        select(
            counted,
            before.c.due_on.label("due_before"),
            before.c.not_before_on.label("not_before"),
            request.c.year,
            request.c.number,
        )
        .select_from(counted)
        .join(before, and_(*same, before.c.generation == counted.c.generation - 1))
        .outerjoin(request, of_request)
        .where(BY_NOTICE)
        .order_by(counted.c.recorded_at.desc(), request.c.year, request.c.number, counted.c.clock)
        .limit(limit)
    )
    return (await connection.execute(statement)).all()
