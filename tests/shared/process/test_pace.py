"""The pace of a feed: long pages as a rule, short slices while a lane with few rows is at work."""

import pytest

from shared.process import pace
from shared.process.pace import PAGE_ROWS, SLICE_ROWS_MIN, SLICE_SECONDS, Pace

pytestmark = pytest.mark.unit


@pytest.fixture
def measured():
    """A pace that has seen turns of imports at 10,000 rows a second."""
    one = Pace()
    for _ in range(30):
        one.took([300, 200], 0.05)
    return one


def test_lanes_with_many_rows_get_a_page(measured):
    """Nobody waits for a single row, so a turn is as long as costs least a row."""
    assert (measured.shared, measured.rows()) == (False, PAGE_ROWS)


def test_turns_are_short_beside_a_lane_with_few_rows(measured, monkeypatch):
    """Beside a request a turn lasts as long as a slice, and long again when no such lane had a turn for a while."""
    measured.took([500, 1], 0.05)
    beside = measured.shared, measured.rows()
    now = pace.monotonic()
    monkeypatch.setattr(pace, "monotonic", lambda: now + pace.SHARED_SECONDS + 1)

    assert beside == (True, pytest.approx(10_000 * SLICE_SECONDS, abs=1))
    assert measured.rows() == PAGE_ROWS


def test_slice_is_never_too_small(measured):
    """A slow moment does not make turns of single rows, whose fixed costs would be all there is."""
    for _ in range(40):
        measured.took([50], 10.0)
    measured.took([1], 0.01)

    assert measured.rows() == SLICE_ROWS_MIN
