"""Table three of the annual report (年报表三, 国办公开办函〔2021〕30号): counted requests become 25 rows of 7 figures.

A request counts once: new in the year of its receipt, processed in the year of its reply, carried over every 31
December between. The total column and the total row are counted on their own, not added up, so that I1–I3 can fail:
an applicant or an outcome that the table has no place for shows as a broken identity, never as a silent loss.
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
    """How many requests share a year of receipt, a class of applicant, and an outcome with its year (None: open)."""

    received_year: int
    applicant_kind: str
    outcome: str | None
    closed_year: int | None
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The printed table: rows and columns in order with their words; where a kind and an outcome are counted."""

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
    """An equation that the table must satisfy, with both sides column by column (I3: row by row)."""

    id: str
    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether both sides agree."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Table:
    """A year's table three: row key → figures in the order of the columns."""

    year: int
    rows: Mapping[str, tuple[int, ...]]
    identities: tuple[Identity, ...]

    @property
    def sha256(self) -> str:
        """The hash of the figures, over canonical JSON: what a pinned report names."""
        return sha256(canonical({"year": self.year, "rows": self.rows})).hexdigest()


def tally(year: int, groups: Iterable[Group], layout: Layout) -> Table:
    """Count a year's table."""
    known = tuple(groups)
    rows = {row: _figures(known, layout, counts_in(row, year, layout)) for row in layout.rows}
    return Table(year, rows, identities(rows, layout))


def counts_in(row: str, year: int, layout: Layout) -> Callable[[Group], bool]:
    """Which requests a row counts."""
    match row:
        case "new_received":
            return lambda group: group.received_year == year
        case "carried_in":
            return lambda group: group.received_year < year and _open_after(group, year - 1)
        case "carried_out":
            return lambda group: group.received_year <= year and _open_after(group, year)
        case "total_processed":
            return lambda group: group.closed_year == year
        case _:
            return lambda group: group.closed_year == year and layout.row_of.get(group.outcome or "") == row


def identities(rows: Mapping[str, Sequence[int]], layout: Layout) -> tuple[Identity, ...]:
    """I1 一+二 = 三(七)+四, I2 the outcome rows add up to 三(七), I3 the six columns add up to 总计."""
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
