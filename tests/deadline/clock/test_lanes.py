"""Deadline follows each lane in its order: catching up, hearing either service first, or hearing all of it once more."""

from datetime import date

from deadline.calendar.handlers import load_notices
from deadline.calendar.package import rows
from deadline.clock.handlers import act_on_clock
from deadline.clock_ref import clock_of_request
from shared.eventlog.memory import MemoryStore
from shared.words.clocks import reason_words
from shared.words.explanation import explained
from support.deadline.clocks import NOON, REQUEST, received, served, strike
from support.deadline.facts import (
    LETTER_CLOCK,
    accepted,
    answered,
    assigned,
    checked,
    closing_lifted,
    closing_required,
    consulted,
    corrected,
    correction_lapsed,
    correction_notified,
    extension_notified,
    issued,
    reviewed,
    unanswered,
)
from support.deadline.office import Office, catch_up, orders

NO_CORRECTION = "other_no_correction"

LATE_CORRECTION = (
    correction_lapsed(date(2025, 3, 17), date(2025, 3, 18)),
    corrected(date(2025, 3, 17)),
    accepted(date(2025, 3, 24)),
)
CLOSED_AND_REOPENED = (
    closing_required(date(2025, 3, 18)),
    assigned(date(2025, 3, 18)),
    issued(date(2025, 3, 21), NO_CORRECTION),
    closing_lifted(date(2025, 3, 24)),
    assigned(date(2025, 3, 25)),
    *consulted(date(2025, 3, 26)),
)


async def missed_correction() -> Office:
    """通辽 waits for a correction by 17 March, and deadline strikes it: so the lapse begins."""
    store = MemoryStore("deadline")
    await load_notices(store, [row for row in rows() if row.notice.year >= 2025], NOON)
    office = Office(store, "tongliao")
    await office.hear(
        received(), checked(date(2025, 3, 10), "content"), correction_notified(date(2025, 3, 10), 5)
    )
    command = strike(date(2025, 3, 18))
    await act_on_clock(store, command.origin, clock_of_request(REQUEST, "correction").stream, command)
    return office


async def test_catching_up_the_notice_of_a_correction_stops_its_clock_and_not_the_check_of_what_came_of_it(
    office,
):
    """A complete check stands behind the correction in the lane, so it answers nothing that the notice has answered."""
    history = (
        received(),
        checked(date(2025, 3, 3), "content"),
        correction_notified(date(2025, 3, 4)),
        corrected(date(2025, 3, 10)),
        checked(date(2025, 3, 13)),
    )
    lane = [await office.neighbours.say(event) for event in history]

    await catch_up(office.store, lane)

    notice = (await office.clock("correction-notice")).standing
    assert (notice.cause, notice.stopped_on, notice.in_time) == (
        "correction-notice-dispatched",
        date(2025, 3, 4),
        True,
    )
    assert (await office.clock()).standing.day_zero_on == date(2025, 3, 10)


async def test_catching_up_a_void_closing_leaves_the_confidentiality_review_of_the_new_case_alone(tongliao):
    """The reply that closed the first case was signed before the second case was assigned."""
    await tongliao.hear(received())
    lane = [await tongliao.neighbours.say(event) for event in CLOSED_AND_REOPENED]

    await catch_up(tongliao.store, lane)

    review = await tongliao.clock("confidentiality-review")
    assert review.standing.state == "running"
    assert review.standing.day_zero_on == date(2025, 3, 25)


async def test_a_review_that_begins_again_says_that_the_case_was_assigned_anew_and_not_that_a_correction_came(
    tongliao,
):
    """Its count's reason and grounds name the act of its own day 0."""
    await tongliao.hear(received(), *CLOSED_AND_REOPENED)

    due = (await tongliao.clock("confidentiality-review")).due
    assert reason_words(due.reason) == "2025年3月25日重新分办，重新起算"
    assert any("自重新分办之日2025-03-25起重新计算" in line for line in explained(due)["basis"])


async def test_a_case_that_was_closed_and_reopened_comes_out_the_same_whichever_lane_is_heard_first():
    """Case, letter, correction and reply stand as the events say, in each of the orders that two lanes can have."""
    for order in orders(LATE_CORRECTION, CLOSED_AND_REOPENED):
        office = await missed_correction()
        await office.hear(*order)

        types = [event.type_name() for event in order]
        correction, review = await office.clock("correction"), await office.clock("confidentiality-review")
        assert (correction.standing.cause, correction.standing.in_time) == ("request-corrected", True), types
        assert review.standing.state == "running", types
        assert (review.standing.day_zero_on, review.standing.due_on) == (
            date(2025, 3, 25),
            date(2025, 3, 27),
        ), types
        assert (await office.clock(LETTER_CLOCK)).standing.state == "running", types
        assert (await office.clock()).standing.state == "paused", types
        assert (await office.clock()).standing.day_zero_on == date(2025, 3, 17), types


async def test_a_case_that_is_only_to_be_closed_owes_no_confidentiality_review_whichever_lane_is_heard_first():
    """Review's word that no correction came is as good as intake's."""
    for order in orders(LATE_CORRECTION[:1], CLOSED_AND_REOPENED[:3]):
        office = await missed_correction()
        await office.hear(*order)

        correction = await office.clock("correction")
        assert correction.standing.state == "stopped"
        assert correction.standing.in_time is False
        assert (await office.clock("confidentiality-review")).standing.state == "unstarted"


async def test_a_long_history_heard_again_from_its_beginning_appends_nothing():
    """A reaction that takes over begins where the last of those before it stood, and answers under ids of its own."""
    office = await missed_correction()
    letter = (unanswered(date(2025, 4, 20)), answered(date(2025, 4, 10)), reviewed(date(2025, 3, 26)))
    extended = extension_notified(date(2025, 4, 11), 5)
    history = [*LATE_CORRECTION, *CLOSED_AND_REOPENED, *letter, extended]
    for event in history:
        await office.hear(event)
        await again(office)
    await office.hear(served(date(2025, 4, 15)), issued(date(2025, 4, 15)))
    await again(office)


async def test_a_correction_of_the_day_of_its_notice_is_not_taken_back_by_the_notice_heard_again(office):
    """The notice was answered once: the applicant's period has begun."""
    await office.hear(received(), correction_notified(date(2025, 3, 10)), corrected(date(2025, 3, 10)))

    await again(office)


async def test_an_extension_of_before_the_correction_is_not_given_to_the_period_behind_it(office):
    """C7: it was void with its period, also where it is heard again."""
    await office.hear(received(), extension_notified(date(2025, 3, 5), 5))
    await office.hear(correction_notified(date(2025, 3, 10)), corrected(date(2025, 3, 12)))

    await again(office)


async def again(office: Office) -> None:
    """All that both lanes said is heard once more, by reactions of another name: nothing may come of it."""
    before = await office.store.heads()
    for lane in office.neighbours.lanes.values():
        await catch_up(office.store, await lane.read(office.agency, 0, 100), "-anew")
    assert await office.store.heads() == before
