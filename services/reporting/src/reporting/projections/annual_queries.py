"""Queries of the annual projection's counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.annual import OPEN, position, share
from reporting.table.tally import Group


@dataclass(frozen=True, slots=True)
class Counted:
    """The groups of a year's table, and the lane positions up to which they are counted."""

    groups: Sequence[Group]
    positions: Mapping[str, int]


async def counted(connection: AsyncConnection, agency: str, year: int) -> Counted:
    """Read the groups of a year's table. One statement reads counts and positions, so that they belong together."""
    asked = or_(
        share.c.received_year == year,
        and_(share.c.received_year < year, or_(share.c.closed_year == OPEN, share.c.closed_year >= year)),
        share.c.closed_year == year,
    )
    statement = (
        select(position.c.service, position.c.seq, share)
        .outerjoin(share, and_(share.c.agency == position.c.agency, asked, share.c.requests != 0))
        .where(position.c.agency == agency)
    )
    rows = (await connection.execute(statement)).all()
    groups = [_group(row) for row in rows if row.requests is not None]
    return Counted(groups, {row.service: row[1] for row in rows})


def _group(row: Row[Any]) -> Group:
    return Group(
        received_year=row.received_year,
        applicant_kind=row.applicant_kind,
        outcome=row.outcome or None,
        closed_year=row.closed_year or None,
        requests=row.requests,
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Requests received and answered in a year, and requests open now."""

    received: int
    answered: int
    open: int


async def totals(connection: AsyncConnection, agency: str, year: int) -> Totals:
    """Return the totals of an agency."""
    conditions = (share.c.received_year == year, share.c.closed_year == year, share.c.closed_year == OPEN)
    sums = (func.coalesce(func.sum(case((each, share.c.requests), else_=0)), 0) for each in conditions)
    found = (await connection.execute(select(*sums).where(share.c.agency == agency))).one()
    return Totals(*map(int, found))


async def all_of(connection: AsyncConnection, agency: str) -> int:
    """Return the number of all requests of an agency."""
    total = select(func.coalesce(func.sum(share.c.requests), 0)).where(share.c.agency == agency)
    return int((await connection.execute(total)).scalar_one())


async def years(connection: AsyncConnection, agency: str) -> Sequence[int]:
    """Return the years that have a table, newest first: from the first receipt to the last receipt or closing."""
    received, closed = share.c.received_year, share.c.closed_year
    first, last, latest = (
        await connection.execute(
            select(func.min(received), func.max(received), func.max(closed)).where(
                share.c.agency == agency, share.c.requests > 0
            )
        )
    ).one()
    return () if first is None else range(max(last, latest), first - 1, -1)
