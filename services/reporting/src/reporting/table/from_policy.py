"""The printed table of a year, from the national policy in force at its end."""

from datetime import date

from reporting.table.tally import Layout
from shared.policy import PackLibrary, Policy

NATIONAL = "national"
DECEMBER, LAST = 12, 31
FIRST_YEAR, LAST_YEAR = 2021, 2100
"""Reports for 2019 and 2020 had another table (国办公开办函〔2019〕60号); a year beyond the last is a slip of the pen."""


def layout_of(year: int, library: PackLibrary | None = None) -> Layout:
    """Rows, columns, and where each kind of applicant and each outcome is counted (国办公开办函〔2021〕30号)."""
    policy = Policy(NATIONAL, date(year, DECEMBER, LAST), library=library)
    return Layout(
        rows={row.id: row for row in policy["annual.rows"].value},
        columns={column.id: column.label for column in policy["annual.columns"].value},
        column_of={kind.id: kind.column for kind in policy["applicant.kinds"].value},
        row_of={name: outcome.row for name, outcome in policy.outcomes().items()},
    )
