"""Queries of the annual projection's entries: a figure's entries page by page, newest first, and one entry by its number.

A page starts after the last entry of the page before it, so every page costs the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.annual import CARRIED, entry
from reporting.table.tally import CARRIED_IN, CARRIED_OUT, NEW, PROCESSED, TOTAL, Layout

PAGE_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """The sort position of an entry: its day of receipt, then its stream."""

    received_on: date
    stream: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of entries; `newer` and `older` say whether there are pages on either side."""

    rows: Sequence[Row[Any]]
    newer: bool
    older: bool


def of_figure(year: int, row: str, column: str, layout: Layout) -> ColumnElement[bool]:
    """Return the condition for the entries of one figure of a year's table.

    The rows' conditions are those of `counts_in` in table/tally.py, in SQL.
    """
    return and_(_in_row(year, row, layout), _in_column(column, layout))


def _in_row(year: int, row: str, layout: Layout) -> ColumnElement[bool]:
    received, closed = entry.c.received_year, entry.c.closed_year
    if row == NEW:
        return entry.c.received_on.between(date(year, 1, 1), date(year, 12, 31))
    if row == CARRIED_IN:
        return and_(CARRIED, received < year, or_(closed.is_(None), closed >= year))
    if row == CARRIED_OUT:
        return and_(CARRIED, received <= year, or_(closed.is_(None), closed > year))
    if row == PROCESSED:
        return closed == year
    outcomes = [name for name, of in layout.row_of.items() if of == row]
    return and_(closed == year, entry.c.outcome.in_(outcomes))


def _in_column(column: str, layout: Layout) -> ColumnElement[bool]:
    if column == TOTAL:
        return true()
    return entry.c.applicant_kind.in_([kind for kind, of in layout.column_of.items() if of == column])


async def page_of(
    connection: AsyncConnection,
    agency: str,
    which: ColumnElement[bool],
    *,
    older_than: Place | None = None,
    newer_than: Place | None = None,
) -> Page:
    """Read the newest page, or the page after `older_than`, or the page before `newer_than`."""
    if newer_than is not None:
        rows = await _next(connection, agency, which, newer_than, forwards=False)
        return Page(rows[:PAGE_ROWS][::-1], newer=len(rows) > PAGE_ROWS, older=True)
    rows = await _next(connection, agency, which, older_than, forwards=True)
    return Page(rows[:PAGE_ROWS], newer=older_than is not None, older=len(rows) > PAGE_ROWS)


async def _next(
    connection: AsyncConnection,
    agency: str,
    which: ColumnElement[bool],
    place: Place | None,
    *,
    forwards: bool,
) -> Sequence[Row[Any]]:
    """Read one page and one more entry, starting next to `place`."""
    order = (entry.c.received_on, entry.c.stream)
    asked = [entry.c.agency == agency, which]
    if place is not None:
        here, there = tuple_(*order), tuple_(place.received_on, place.stream)
        asked.append(here < there if forwards else here > there)
    statement = select(entry).where(*asked).limit(PAGE_ROWS + 1)
    ordered = (column.desc() if forwards else column.asc() for column in order)
    return (await connection.execute(statement.order_by(*ordered))).all()


async def of_request(connection: AsyncConnection, agency: str, request_id: UUID) -> Row[Any] | None:
    """Return the entry of a request; None if the agency has none."""
    return await _only(connection, entry.c.agency == agency, entry.c.request_id == request_id)


async def of_number(connection: AsyncConnection, agency: str, year: int, number: int) -> Row[Any] | None:
    """Return the entry with a registration number (登记编号); None if there is none."""
    return await _only(connection, entry.c.agency == agency, entry.c.year == year, entry.c.number == number)


async def _only(connection: AsyncConnection, *which: ColumnElement[bool]) -> Row[Any] | None:
    return (await connection.execute(select(entry).where(*which).limit(1))).first()
