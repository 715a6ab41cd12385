"""What intake's book of due dates says of a clock that rests, is extended, or begins anew."""

from datetime import date
from uuid import uuid4

import pytest

from intake.projections import due_dates
from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockResumed,
    ClockSuspended,
    DeadlineMissed,
    WarningRaised,
)
from shared.events.terms import Basis

pytestmark = pytest.mark.contract

BASIS = Basis("条例第三十三条", "regulation")
DAY = date(2025, 3, 5)


async def tell(house, *events):
    """Deadline says so, in order."""
    for event in events:
        await house.hear("deadline", f"clock/{event.request_id}.reply", event)


async def seen(house, request_id):
    """The reply clock, and the letters that stopped it."""
    async with house.runtime.reading("qionghai") as connection:
        clock = await due_dates.reply_clock(connection, request_id)
        pauses = await due_dates.pauses_of(connection, request_id)
    return clock, [(row["kind"], row["sent_on"], row["arrived_on"]) for row in pauses]


def paused(request_id, pause="letter", on=DAY):
    return ClockPaused(
        request_id=request_id, clock="reply", pause=pause, kind="third_party", sent_on=on, basis=BASIS
    )


async def test_a_letter_takes_the_date_away_and_its_answer_gives_one(house):
    """While the letter is out no date stands; with the next count it does, and the letter is remembered."""
    request_id = uuid4()
    await house.count_due_date(request_id)
    await tell(house, paused(request_id))
    resting, _ = await seen(house, request_id)
    answer = ClockResumed(
        request_id=request_id, clock="reply", pause="letter", arrived_on=date(2025, 3, 12), reason="answered"
    )
    await tell(house, answer)
    await house.count_due_date(request_id)
    running, letters = await seen(house, request_id)

    assert (resting["due_on"], resting["explanation"], resting["paused_since"]) == (None, None, DAY)
    assert (running["due_on"], running["paused_since"]) == (date(2025, 3, 31), None)
    assert letters == [("third_party", DAY, date(2025, 3, 12))]


async def test_a_clock_that_waits_for_a_correction_says_since_when(house):
    """A letter that goes out meanwhile does not hide it; the next count ends both."""
    request_id = uuid4()
    await house.count_due_date(request_id)
    suspended = ClockSuspended(request_id=request_id, clock="reply", suspended_on=DAY, basis=BASIS)
    await tell(house, suspended, paused(request_id))
    resting, _ = await seen(house, request_id)
    await house.count_due_date(request_id)
    running, _ = await seen(house, request_id)

    assert resting["suspended_since"] == DAY
    assert (running["suspended_since"], running["paused_since"]) == (None, None)


async def test_warned_and_missed_requests_are_found_until_they_are_counted_anew(house):
    """What presses is listed, the nearest first; a new count takes the warning back."""
    near, late, extended = uuid4(), uuid4(), uuid4()
    for request_id in (near, late, extended):
        await house.count_due_date(request_id)
        warning = WarningRaised(
            request_id=request_id,
            clock="reply",
            generation=1,
            due_on=date(2025, 3, 31),
            working_days_left=3,
            role="deputy",
        )
        await tell(house, warning)
    missed = DeadlineMissed(request_id=late, clock="reply", generation=1, due_on=date(2025, 3, 31))
    more = ClockExtended(request_id=extended, clock="reply", working_days=20, notified_on=DAY, basis=BASIS)
    await tell(house, missed, more)
    await house.count_due_date(extended)

    async with house.runtime.reading("qionghai") as connection:
        pressing = await due_dates.pressing(connection)
        clock = await due_dates.reply_clock(connection, extended)

    assert set(pressing) == {near, late}
    assert clock["extended_working_days"] == 20
