"""What intake's projection of due dates says of a clock that rests, is extended, or begins anew."""

from datetime import date
from uuid import uuid4

import pytest

from intake.projections import due_dates
from shared.events.terms import LetterPause
from support.deadline.events import extended, missed, paused, resumed, suspended, warned

pytestmark = pytest.mark.contract

DAY = date(2025, 3, 5)


async def tell(site, *events):
    """Deadline says so, in order."""
    for event in events:
        await site.hear("deadline", f"clock/request/{event.request_id}/reply", event)


async def seen(site, request_id):
    """The reply clock, and the letters that stopped it."""
    async with site.runtime.reading("qionghai") as connection:
        clock = await due_dates.reply_clock(connection, request_id)
    letters = [(each.kind, each.sent_on, each.arrived_on) for each in due_dates.pauses_of(clock)]
    return clock, letters


async def test_a_letter_takes_the_date_away_and_its_answer_gives_one(site):
    """While the letter is out no date stands; with the next count it does, and the letter is remembered."""
    request_id = uuid4()
    await site.count_due_date(request_id)
    await tell(site, paused(request_id, DAY))
    resting, _ = await seen(site, request_id)
    letter = LetterPause("letter", "third_party", DAY, date(2025, 3, 12), "answered")
    await tell(site, resumed(request_id, letter))
    await site.count_due_date(request_id, pauses=(letter,))
    running, letters = await seen(site, request_id)

    assert (resting["due_on"], resting["explanation"]) == (None, None)
    assert (resting["state"], resting["since"]) == ("paused", DAY)
    assert (running["due_on"], running["state"], running["since"]) == (date(2025, 3, 31), "running", None)
    assert letters == [("third_party", DAY, date(2025, 3, 12))]


async def test_a_clock_that_waits_for_a_correction_says_since_when(site):
    """The next count ends it."""
    request_id = uuid4()
    await site.count_due_date(request_id)
    await tell(site, suspended(request_id, DAY))
    resting, _ = await seen(site, request_id)
    await site.count_due_date(request_id)
    running, _ = await seen(site, request_id)

    assert (resting["state"], resting["waiting_for"], resting["since"]) == ("suspended", "correction", DAY)
    assert (running["state"], running["since"]) == ("running", None)


async def test_warned_and_missed_requests_are_found_until_they_are_counted_anew(site):
    """What presses is listed, the nearest first; a new count takes the warning back."""
    near, late, longer = uuid4(), uuid4(), uuid4()
    for request_id in (near, late, longer):
        await site.count_due_date(request_id)
        await tell(site, warned(request_id, date(2025, 3, 31), 3, "deputy"))
    await tell(site, missed(late, date(2025, 3, 31)), extended(longer, DAY, 20, date(2025, 4, 29)))
    await site.count_due_date(longer, extension_working_days=20)

    async with site.runtime.reading("qionghai") as connection:
        pressing = await due_dates.pressing(connection)
        clock = await due_dates.reply_clock(connection, longer)

    assert set(pressing) == {near, late}
    assert clock["extension_working_days"] == 20
