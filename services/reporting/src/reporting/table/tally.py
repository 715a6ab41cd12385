"""Table three of the annual report (年报表三, 国办公开办函〔2021〕30号): 25 rows of 7 figures, counted from groups of requests.

A request is new in the year of its receipt, processed in the year of its reply, and carried over on each 31 December
between. The total column and the total row are counted, not summed, so that I1–I3 can fail: an applicant kind or an
outcome without a place in the table breaks an identity instead of being lost.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from shared.message import canonical
from shared.policy.values import Row

NEW, CARRIED_IN, PROCESSED, CARRIED_OUT = "new_received", "carried_in", "total_processed", "carried_out"
TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The number of requests with the same year of receipt, applicant kind, outcome and year of closing (None: open)."""

    received_year: int
    applicant_kind: str
    outcome: str | None
    closed_year: int | None
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The official table.

    `rows`: id → row in order. `columns`: id → label in order; the last is `total`. `column_of`: applicant kind → its
    column. `row_of`: outcome → its row.
    """

    rows: Mapping[str, Row]
    columns: Mapping[str, str]
    column_of: Mapping[str, str]
    row_of: Mapping[str, str]

    @property
    def outcome_rows(self) -> tuple[str, ...]:
        """The 21 rows of part three."""
        return tuple(key for key in self.rows if key not in {NEW, CARRIED_IN, PROCESSED, CARRIED_OUT})


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that the table must satisfy. I1 and I2 compare column by column, I3 row by row."""

    id: str
    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Table:
    """Table three of a year: row key → figures in the order of the columns."""

    year: int
    rows: Mapping[str, tuple[int, ...]]
    identities: tuple[Identity, ...]

    @property
    def sha256(self) -> str:
        """The hash of the figures as canonical JSON. A pinned report names it."""
        return sha256(canonical({"year": self.year, "rows": self.rows})).hexdigest()


def tally(year: int, groups: Iterable[Group], layout: Layout) -> Table:
    """Count a year's table."""
    known = tuple(groups)
    rows = {row: _figures(known, layout, counts_in(row, year, layout)) for row in layout.rows}
    return Table(year, rows, identities(rows, layout))


def counts_in(row: str, year: int, layout: Layout) -> Callable[[Group], bool]:
    """Return the condition for requests that a row counts.

    `projections/entries.py` has the same conditions in SQL, `of_figure`, for the list behind a figure.
    """
    if row == NEW:
        return lambda group: group.received_year == year
    if row == CARRIED_IN:
        return lambda group: group.received_year < year and _open_after(group, year - 1)
    if row == CARRIED_OUT:
        return lambda group: group.received_year <= year and _open_after(group, year)
    if row == PROCESSED:
        return lambda group: group.closed_year == year
    return lambda group: group.closed_year == year and layout.row_of.get(group.outcome or "") == row


def identities(rows: Mapping[str, Sequence[int]], layout: Layout) -> tuple[Identity, ...]:
    """Return I1 一+二 = 三(七)+四, I2 sum of the outcome rows = 三(七), I3 sum of the six columns = 总计."""
    outcomes = [rows[row] for row in layout.outcome_rows]
    return (
        Identity("I1", _sum(rows[NEW], rows[CARRIED_IN]), _sum(rows[PROCESSED], rows[CARRIED_OUT])),
        Identity("I2", _sum(*outcomes), tuple(rows[PROCESSED])),
        Identity(
            "I3",
            tuple(sum(figures[:-1]) for figures in rows.values()),
            tuple(figures[-1] for figures in rows.values()),
        ),
    )


def _open_after(group: Group, year: int) -> bool:
    return group.closed_year is None or group.closed_year > year


def _figures(groups: Sequence[Group], layout: Layout, counts: Callable[[Group], bool]) -> tuple[int, ...]:
    figures = dict.fromkeys(layout.columns, 0)
    for group in filter(counts, groups):
        figures[TOTAL] += group.requests
        column = layout.column_of.get(group.applicant_kind)
        if column is not None:
            figures[column] += group.requests
    return tuple(figures.values())


def _sum(*rows: Sequence[int]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))
