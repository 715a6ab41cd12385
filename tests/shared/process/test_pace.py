"""The pace of a feed: long pages for a lane that is alone, short slices for lanes that meet."""

import pytest

from shared.process import pace
from shared.process.pace import PAGE_ROWS, SLICE_ROWS_MIN, SLICE_SECONDS, Pace

pytestmark = pytest.mark.unit


@pytest.fixture
def measured():
    """A pace that has seen turns of an import at 1,000 rows a second."""
    one = Pace()
    for _ in range(30):
        one.took(["qionghai"], 500, 0.5)
    return one


def test_lane_that_is_alone_gets_a_page(measured):
    """Nobody waits, so a turn is as long as costs least a row."""
    assert measured.rows() == PAGE_ROWS


def test_turns_are_short_while_lanes_meet(measured, monkeypatch):
    """Beside another lane a turn lasts as long as a slice, and long again when that lane has been silent for a while."""
    measured.took(["tongliao"], 1, 0.01)
    beside = measured.rows()
    now = pace.monotonic()
    monkeypatch.setattr(pace, "monotonic", lambda: now + pace.CONTENDED_SECONDS + 1)

    assert beside == pytest.approx(1000 * SLICE_SECONDS, abs=1)
    assert measured.rows() == PAGE_ROWS


def test_slice_is_never_too_small(measured):
    """A slow moment does not make turns of single rows, whose fixed costs would be all there is."""
    for agency in ("qionghai", "tongliao") * 20:
        measured.took([agency], 50, 10.0)

    assert measured.rows() == SLICE_ROWS_MIN
