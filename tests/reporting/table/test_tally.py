"""Table three: where each request is counted, the identities for any set of requests, and a real published table."""

import json
from pathlib import Path

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from reporting.table.from_policy import layout_of
from reporting.table.tally import Group, identities, tally

LAYOUT = layout_of(2025)
SAMPLE = Path(__file__).with_name("annual-table-sample.json")


def group(received_year, closed_year=None, outcome="granted", kind="natural_person", requests=1):
    """Requests that share their years."""
    return Group(
        received_year=received_year,
        applicant_kind=kind,
        outcome=outcome if closed_year else None,
        closed_year=closed_year,
        requests=requests,
    )


def totals(table):
    """The rows that are not zero, by their total."""
    return {row: figures[-1] for row, figures in table.rows.items() if figures[-1]}


@pytest.mark.parametrize(
    ("of", "rows"),
    [
        (group(2025, 2025), {"new_received": 1, "granted": 1, "total_processed": 1}),
        (group(2025), {"new_received": 1, "carried_out": 1}),
        (group(2025, 2026), {"new_received": 1, "carried_out": 1}),
        (group(2024, 2025, "partial"), {"carried_in": 1, "partial": 1, "total_processed": 1}),
        (group(2024), {"carried_in": 1, "carried_out": 1}),
        (group(2023, 2026), {"carried_in": 1, "carried_out": 1}),
        (group(2024, 2024), {}),
        (group(2026), {}),
    ],
)
def test_a_request_counts_where_the_rules_say(of, rows):
    """New by the year of receipt, processed by the year of the reply, carried over in between."""
    assert totals(tally(2025, [of], LAYOUT)) == rows


def test_each_kind_of_applicant_has_its_column():
    """The class fixed at receipt decides the column."""
    table = tally(2025, [group(2025, kind=kind) for kind in LAYOUT.column_of], LAYOUT)

    assert table.rows["new_received"] == (1, 1, 1, 1, 1, 1, 6)


def test_an_outcome_without_a_row_breaks_an_identity():
    """What the table has no place for is not lost silently: I2 fails."""
    table = tally(2025, [group(2025, 2025, "unheard-of")], LAYOUT)

    assert [identity.id for identity in table.identities if not identity.holds] == ["I2"]


def test_an_applicant_without_a_column_breaks_an_identity():
    """The same for a class of applicant: I3 fails, and no other."""
    table = tally(2025, [group(2025, kind="unheard-of")], LAYOUT)

    assert [identity.id for identity in table.identities if not identity.holds] == ["I3"]


GROUPS = st.lists(
    st.builds(
        lambda received, later, outcome, kind, requests: group(
            received, None if later is None else received + later, outcome, kind, requests
        ),
        st.integers(2020, 2028),
        st.none() | st.integers(0, 3),
        st.sampled_from(sorted(LAYOUT.row_of)),
        st.sampled_from(sorted(LAYOUT.column_of)),
        st.integers(1, 50),
    ),
    max_size=30,
)


@forall(GROUPS, st.integers(2019, 2030))
def test_the_identities_hold_for_any_requests(groups, year):
    """I1, I2 and I3 hold in every year, and what is carried out of one is carried into the next (I5)."""
    table, following = tally(year, groups, LAYOUT), tally(year + 1, groups, LAYOUT)

    assert all(identity.holds for identity in table.identities)
    assert table.rows["carried_out"] == following.rows["carried_in"]


@forall(GROUPS)
def test_the_order_of_counting_does_not_matter(groups):
    """The same requests give the same hash."""
    assert tally(2025, groups, LAYOUT).sha256 == tally(2025, reversed(groups), LAYOUT).sha256


def test_a_published_table_satisfies_the_identities():
    """宿迁市 2023 as published: the same rows and columns, and all three identities hold."""
    sample = json.loads(SAMPLE.read_text("utf-8"))
    (published,) = sample["cases"]

    assert list(sample["rows"]) == list(LAYOUT.rows)
    assert list(sample["columns"]) == list(LAYOUT.columns)
    assert sample["outcome_rows"] == list(LAYOUT.outcome_rows)
    assert [(found.id, found.holds) for found in identities(published["t3"], LAYOUT)] == [
        ("I1", True),
        ("I2", True),
        ("I3", True),
    ]


def test_a_published_table_can_be_made_up_of_requests():
    """Requests with the published years, classes and outcomes are counted into the very same figures."""
    (published,) = json.loads(SAMPLE.read_text("utf-8"))["cases"]
    rows, kinds = published["t3"], list(LAYOUT.columns)[:-1]
    outcome_of = {row: name for name, row in LAYOUT.row_of.items()}

    groups = []
    for n, kind in enumerate(kinds):
        carried_in = rows["carried_in"][n]
        for row in LAYOUT.outcome_rows:
            old = min(carried_in, rows[row][n])
            carried_in -= old
            groups.append(group(2022, 2023, outcome_of[row], kind, old))
            groups.append(group(2023, 2023, outcome_of[row], kind, rows[row][n] - old))
        groups.append(group(2023, None, kind=kind, requests=rows["carried_out"][n]))

    assert {row: list(figures) for row, figures in tally(2023, groups, LAYOUT).rows.items()} == rows
