"""The order over services: lanes keep theirs, and no effect is seen before its cause, whatever the clocks say."""

from datetime import timedelta
from itertools import pairwise
from random import Random
from uuid import uuid4

import msgspec
import pytest

from reporting.request.causal_order import in_order
from support.reporting.play import played


@pytest.fixture
async def rows():
    """Every event of a long request."""
    play = await played()
    return [row for lane in (await play.lanes()).values() for row in lane]


async def test_sound_clocks_give_the_order_of_recording(rows):
    """Where the instants are sound, they are the order."""
    known = in_order(rows)

    assert [each.row.recorded_at for each in known] == sorted(row.recorded_at for row in rows)
    assert [each.at for each in known] == [each.row.recorded_at for each in known]


async def test_no_effect_is_seen_before_its_cause_however_the_clocks_differ(rows):
    """A service whose clock is minutes behind answers after what it answers to; its lane keeps its order."""
    random = Random(7)
    for _ in range(50):
        behind = {
            name: timedelta(minutes=random.randrange(-90, 90)) for name in ("intake", "review", "deadline")
        }
        moved = [
            msgspec.structs.replace(row, recorded_at=row.recorded_at + behind[row.service]) for row in rows
        ]
        random.shuffle(moved)
        known = in_order(moved)
        place = {each.row.id: n for n, each in enumerate(known)}

        assert len(known) == len(rows)
        assert all(place[row.causation_id] < place[row.id] for row in moved if row.causation_id)
        for service in behind:
            assert [each.row.seq for each in known if each.row.service == service] == sorted(
                row.seq for row in rows if row.service == service
            )
        assert all(a.at <= b.at for a, b in pairwise(known))


async def test_a_cause_outside_the_request_holds_nothing_up(rows):
    """A holiday notice is no event of the request: what it caused comes at its own instant."""
    strange = msgspec.structs.replace(rows[-1], causation_id=uuid4())

    assert len(in_order([*rows[:-1], strange])) == len(rows)
