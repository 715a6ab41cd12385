"""The entries of the annual projection that stand behind a figure, the newest first, a page at a time; and one by its number.

A page goes on from the last entry of the one before, so that the thousandth page costs what the first costs.
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
    """Where an entry stands in the order: its day of receipt, then its stream."""

    received_on: date
    stream: str


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, and whether there are newer ones before them and older ones behind."""

    rows: Sequence[Row[Any]]
    newer: bool
    older: bool


def behind(year: int, row: str, column: str, layout: Layout) -> ColumnElement[bool]:
    """The entries behind one figure of a year's table."""
    return and_(_behind_row(year, row, layout), _behind_column(column, layout))


def _behind_row(year: int, row: str, layout: Layout) -> ColumnElement[bool]:
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


def _behind_column(column: str, layout: Layout) -> ColumnElement[bool]:
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
    """The entries behind a place, those before one, or the newest of all."""
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
    """A page and one more, beginning beside `place`."""
    order = (entry.c.received_on, entry.c.stream)
    asked = [entry.c.agency == agency, which]
    if place is not None:
        here, there = tuple_(*order), tuple_(place.received_on, place.stream)
        asked.append(here < there if forwards else here > there)
    statement = select(entry).where(*asked).limit(PAGE_ROWS + 1)
    ordered = (column.desc() if forwards else column.asc() for column in order)
    return (await connection.execute(statement.order_by(*ordered))).all()


async def of_request(connection: AsyncConnection, agency: str, request_id: UUID) -> Row[Any] | None:
    """The entry of a request, None if the agency has none."""
    return await _only(connection, entry.c.agency == agency, entry.c.request_id == request_id)


async def of_number(connection: AsyncConnection, agency: str, year: int, number: int) -> Row[Any] | None:
    """The entry with a registration number (登记编号)."""
    return await _only(connection, entry.c.agency == agency, entry.c.year == year, entry.c.number == number)


async def _only(connection: AsyncConnection, *which: ColumnElement[bool]) -> Row[Any] | None:
    return (await connection.execute(select(entry).where(*which).limit(1))).first()
