"""Live figures of an agency: requests received, answered, open and late, and the time that replies took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections import annual_queries, dashboard
from reporting.request.clocks import MISSED
from reporting.table.tally import Layout, tally

MONTHS: Final = range(1, 13)
PACE_ENDS: Final = (10, 20, 30, 60)
"""The longest number of calendar days of each duration class; the last class is open-ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The figures shown first."""

    received: int
    answered: int
    open: int
    near: int
    overdue: int
    answered_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An agency's figures of a year. `standings` counts the open requests of all years by the state of their clocks."""

    year: int
    headline: Headline
    standings: Mapping[str, int]
    outcomes: Mapping[str, int]
    """Row of table three → requests processed in the year; rows without requests are left out."""
    months: Mapping[int, tuple[int, int]]
    """Month → (received, answered)."""
    paces: Mapping[int, int]
    """Calendar days from receipt to reply → replies of the year."""

    @property
    def average_calendar_days(self) -> float | None:
        """The mean duration of the year's replies; None without replies."""
        replies = sum(self.paces.values())
        return sum(days * n for days, n in self.paces.items()) / replies if replies else None


async def headline_of(connection: AsyncConnection, agency: str, year: int) -> Headline:
    """Read the headline figures of an agency."""
    totals = await annual_queries.totals(connection, agency, year)
    return _headline(totals, await dashboard.in_hand(connection, agency, year))


async def figures_of(connection: AsyncConnection, agency: str, year: int, layout: Layout) -> Figures:
    """Read all live figures of an agency. The cost does not depend on the number of requests."""
    totals = await annual_queries.totals(connection, agency, year)
    in_hand = await dashboard.in_hand(connection, agency, year)
    counted = await annual_queries.counted(connection, agency, year)
    rows = tally(year, counted.groups, layout).rows
    months = await dashboard.months(connection, agency, year)
    return Figures(
        year=year,
        headline=_headline(totals, in_hand),
        standings=in_hand.by_standing,
        outcomes={row: rows[row][-1] for row in layout.outcome_rows if rows[row][-1]},
        months={each: months.get(each, (0, 0)) for each in MONTHS},
        paces=await dashboard.paces(connection, agency, year),
    )


def by_length(paces: Mapping[int, int]) -> Mapping[str, int]:
    """Count replies by duration class, labelled in Chinese."""
    starts = (0, *(end + 1 for end in PACE_ENDS))
    labels = [f"{start}–{end}天" for start, end in zip(starts, PACE_ENDS, strict=False)]
    sums = dict.fromkeys([*labels, f"{starts[-1]}天及以上"], 0)
    for days, requests in paces.items():
        at = sum(1 for end in PACE_ENDS if days > end)
        sums[list(sums)[at]] += requests
    return sums


def _headline(totals: annual_queries.Totals, in_hand: dashboard.InHand) -> Headline:
    return Headline(
        received=totals.received,
        answered=totals.answered,
        open=totals.open,
        near=in_hand.near,
        overdue=in_hand.by_standing.get(MISSED, 0),
        answered_late=in_hand.late,
    )
