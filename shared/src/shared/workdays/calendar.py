"""The calendar: which days are working days, and which notice of the State Council says so (convention C3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from shared.time.dates import chinese_date

ONE_DAY = timedelta(days=1)
SATURDAY = 5
NATIONAL_REGION = "national"


class DayCause(NamedTuple):
    """Why a day is a working day or not: a code, the number of the notice that says so, the holiday's name."""

    works: bool
    cause: str
    ref: str = ""
    name: str = ""


class Uncovered(Exception):
    """A count met a year whose holiday notice the calendar does not hold: no date can be given, none is guessed.

    `first_day` is the first such day, `not_before` the day that the period reaches at least; the text is the
    sentence for the person at the screen. A running request is accepted all the same and computed later.
    """

    def __init__(self, first_day: date) -> None:
        super().__init__(first_day)
        self.year = first_day.year
        self.first_day = first_day
        self.not_before = first_day - ONE_DAY

    def __str__(self) -> str:
        return (
            f"日历里没有{self.year}年的放假通知，从{chinese_date(self.first_day)}起不能断定哪些天是工作日；期限不早于{chinese_date(self.not_before)}。"
            f"请在国务院办公厅公布{self.year}年放假通知后录入日历，再重新计算。"
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A holiday notice (放假通知): the authority behind rows, known from `published_on` on.

    It arranges `year`, and may touch days of its neighbours. `amends` names the notice that it changes: a change
    alone does not cover a year. `region`: where it counts (`shared.workdays.regions`); a region's notice orders the
    region's own festivals and covers no year either.
    """

    number: str
    title: str
    published_on: date
    year: int
    amends: str = ""
    region: str = NATIONAL_REGION

    @property
    def arranges_year(self) -> bool:
        """Whether it is the national notice that arranges its year."""
        return self.region == NATIONAL_REGION and not self.amends


@dataclass(frozen=True, slots=True)
class Row:
    """One day that a notice takes out of the plain week: a day off (放假), or a weekend day worked (调休上班)."""

    day: date
    kind: Literal["off", "work"]
    holiday: str
    notice: Notice


@dataclass(frozen=True)
class Calendar:
    """An immutable set of rows, of one region. The tables are built once.

    A later notice supersedes an earlier one day by day; a notice of a smaller region supersedes one of a larger.
    """

    rows: frozenset[Row]

    def as_of(self, known_on: date) -> "Calendar":
        """The calendar from the notices published by the end of `known_on` (D22)."""
        return Calendar(frozenset(row for row in self.rows if row.notice.published_on <= known_on))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that their own notice covers."""
        return frozenset(row.notice.year for row in self.rows if row.notice.arranges_year)

    @cached_property
    def by_day(self) -> Mapping[date, Row]:
        """Day → the row that decides it, for each day that a notice changes."""
        return {row.day: row for row in sorted(self.rows, key=_precedence)}

    @cached_property
    def positions(self) -> Mapping[date, tuple[int, tuple[date, ...]]]:
        """For each day: the number of working days up to it within its unbroken run of covered years, and the run's total.

        The day before a run is included, because day 0 is never counted and may lie in an uncovered year.
        """
        table: dict[date, tuple[int, tuple[date, ...]]] = {}
        for first, last in self._runs():
            days = [first + ONE_DAY * n for n in range((last - first).days + 1)]
            working = tuple(day for day in days if self.is_working_day(day))
            table[first - ONE_DAY] = (0, working)
            passed = 0
            for day in days:
                passed += self.is_working_day(day)
                table[day] = (passed, working)
        return table

    def _runs(self) -> list[tuple[date, date]]:
        """First and last day of every unbroken run of covered years."""
        starts = sorted(year for year in self.years if year - 1 not in self.years)
        ends = sorted(year for year in self.years if year + 1 not in self.years)
        return [(date(a, 1, 1), date(b, 12, 31)) for a, b in zip(starts, ends, strict=True)]

    def ruling(self, day: date) -> Row | None:
        """The row that decides `day`; None if the plain week does. Raises `Uncovered` for a year without its notice."""
        if day.year not in self.years:
            raise Uncovered(day)
        return self.by_day.get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a legal working day: worked by notice, or Monday to Friday and not off by notice."""
        row = self.ruling(day)
        return day.weekday() < SATURDAY if row is None else row.kind == "work"

    def cause_of(self, day: date) -> "DayCause":
        """Whether `day` is a working day, and why, by which notice. Raises `Uncovered`."""
        known = self._causes.get(day)
        if known is None:
            known = self._causes[day] = self._cause(day)
        return known

    def _cause(self, day: date) -> "DayCause":
        row = self.ruling(day)
        if row is None:
            works = day.weekday() < SATURDAY
            return DayCause(works, "workday" if works else "weekend")
        if row.kind == "work":
            return DayCause(True, "make-up-workday", row.notice.number)
        return DayCause(False, "holiday", row.notice.number, row.holiday)

    @cached_property
    def _causes(self) -> dict[date, "DayCause"]:
        """A cache of causes by day."""
        return {}

    def uncovered_after(self, day: date) -> Uncovered:
        """The `Uncovered` error for a period that begins on `day` and passes the end of the calendar."""
        first = day + ONE_DAY
        while first.year in self.years:
            first = date(first.year + 1, 1, 1)
        return Uncovered(first)

    def notices_for(self, first: date, last: date) -> tuple[Notice, ...]:
        """The notices behind the days `first` to `last`, oldest first: those that arrange the years, and their amendments."""
        days = (first + ONE_DAY * n for n in range((last - first).days + 1))
        touched = {row.notice for row in map(self.by_day.get, days) if row is not None}
        of_years = {notice for notice in self._yearly if first.year <= notice.year <= last.year}
        return tuple(sorted(touched | of_years, key=lambda notice: (notice.published_on, notice.number)))

    @cached_property
    def _yearly(self) -> frozenset[Notice]:
        """The notices that arrange a year of their own."""
        return frozenset(row.notice for row in self.rows if row.notice.arranges_year)


def _precedence(row: Row) -> tuple[int, date, str]:
    """Sort key under which the last row of a day decides it: the nation first, then each smaller region."""
    notice = row.notice
    depth = 0 if notice.region == NATIONAL_REGION else len(notice.region)
    return depth, notice.published_on, notice.number
