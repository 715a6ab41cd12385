"""The layout of a year's official table, from the national policy in force at the year's end."""

from datetime import date

from reporting.table.tally import Layout
from shared.policy import PackLibrary, Policy

NATIONAL = "national"
DECEMBER, LAST = 12, 31
FIRST_YEAR, LAST_YEAR = 2021, 2100
"""Reports for 2019 and 2020 used another table (国办公开办函〔2019〕60号). A year after the last one is a typing error."""


def layout_of(year: int, library: PackLibrary | None = None) -> Layout:
    """Return rows, columns, the column of each applicant kind and the row of each outcome (国办公开办函〔2021〕30号)."""
    policy = Policy(NATIONAL, date(year, DECEMBER, LAST), library=library)
    return Layout(
        rows={row.id: row for row in policy["annual.rows"].value},
        columns={column.id: column.label for column in policy["annual.columns"].value},
        column_of={kind.id: kind.column for kind in policy["applicant.kinds"].value},
        row_of={name: outcome.row for name, outcome in policy.outcomes().items()},
    )
