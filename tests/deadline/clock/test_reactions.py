"""Reactions of deadline on the in-memory log: which fact of intake and review starts, holds, moves and stops which clock."""

from datetime import date

import pytest

from deadline.calendar.handlers import load_notices
from deadline.clock.reactions import reactions
from shared.eventlog.memory import MemoryStore
from shared.events.deadline.clock import UNSTARTED, ClockFactHeard, DueDateDeferred, DueDateSet
from shared.events.deadline.facts import Began
from shared.workdays import Notice, Row
from support.deadline.clocks import AGENCY, NOON, effects, received, served
from support.deadline.facts import (
    LETTER_CLOCK,
    OTHER_LETTER,
    OTHER_LETTER_CLOCK,
    accepted,
    answered,
    assigned,
    checked,
    closing_required,
    consulted,
    corrected,
    correction_lapsed,
    correction_notified,
    extension_notified,
    reviewed,
    unanswered,
    withdrawn,
)
from support.deadline.office import Office, react


def test_names_enter_command_ids_and_never_change():
    """Whoever renames a reaction makes it answer every old event a second time."""
    assert [reaction.name for reaction in reactions()] == ["deadline.follow-intake", "deadline.follow-review"]


async def test_a_received_request_starts_its_clocks_by_the_agency_s_rules(office):
    """Day 0 is the day of receipt; length, clause, ladder of warnings and roles are the policy's."""
    await office.hear(received())

    heard, due = await office.events()
    started = heard.fact
    assert isinstance(started, Began)
    assert (started.on, started.working_days) == (date(2025, 3, 3), 20)
    assert (started.warn_working_days, started.warn_roles) == ((5, 3, 1), ("section", "deputy", "head"))
    assert started.missed_role == "head"
    assert started.basis.clause
    assert isinstance(due, DueDateSet)
    assert due.due_on == date(2025, 3, 31)


async def test_a_regional_holiday_moves_a_due_date_in_one_agency_and_not_in_another(store, office, tongliao):
    """A festival of 内蒙古 is a day off for 通辽, which lies there, and a working day for 琼海 (放假办法第四条)."""
    notice = Notice("试〔2025〕1号", "那达慕", date(2025, 1, 2), 2025, region="cn-15")
    await load_notices(store, [Row(date(2025, 3, 18), "off", "那达慕", notice)], NOON)

    for bureau in (office, tongliao):
        await bureau.hear(received())

    assert (await office.clock()).standing.due_on == date(2025, 3, 31)
    assert (await tongliao.clock()).standing.due_on == date(2025, 4, 1)


async def test_the_notice_of_correction_is_due_by_the_agency_s_own_rule(office, tongliao):
    """D36: received on Friday 26 September 2025, 琼海 has until Sunday the 28th (worked), 通辽 until 13 October."""
    for bureau in (office, tongliao):
        await bureau.hear(received(date(2025, 9, 26)))

    assert (await office.clock("correction-notice")).standing.due_on == date(2025, 9, 28)
    assert (await tongliao.clock("correction-notice")).standing.due_on == date(2025, 10, 13)


async def test_the_same_event_twice_has_one_effect(office):
    """A reaction that runs again has no second effect."""
    (row,) = await office.hear(received())
    await react(office.store, row)

    assert len(await office.events()) == 2


async def test_a_request_before_any_notice_is_clocked_all_the_same():
    """Without a calendar the clock starts and its date is deferred."""
    office = Office(MemoryStore("deadline"), AGENCY)
    await office.hear(received())

    _, deferred = await office.events()
    assert isinstance(deferred, DueDateDeferred)
    assert deferred.uncovered_year == 2025


async def test_a_check_that_finds_nothing_wanting_ends_the_duty_to_notify(office):
    """What is wanting keeps it running; acceptance ends it whatever was found."""
    await office.hear(received(), checked(date(2025, 3, 3), "content"))
    assert (await office.clock("correction-notice")).standing.state == "running"

    await office.hear(accepted(date(2025, 3, 4)))
    assert (await office.clock("correction-notice")).standing.cause == "request-accepted"


async def test_a_complete_check_ends_the_duty_to_notify(office):
    """Nothing was wanting."""
    await office.hear(received(), checked(date(2025, 3, 3)))

    assert (await office.clock("correction-notice")).standing.in_time is True


async def test_a_correction_notice_suspends_the_reply_and_starts_the_applicant_s_period(office):
    """D34: day 0 of the applicant's period is the day of service; nobody is warned of it; all in one commit."""
    await office.hear(received(), correction_notified(date(2025, 3, 10), 15))

    assert (await office.clock()).standing.state == "suspended"
    assert (await office.clock("correction-notice")).standing.cause == "correction-notice-dispatched"
    theirs = await office.clock("correction")
    assert theirs.standing.due_on == date(2025, 3, 31)
    assert theirs.due.warn_working_days == ()


async def test_a_correction_restarts_the_reply_and_ends_the_applicant_s_period(office):
    """D34: corrected on 2 April, due on 30 April; no second notice is owed."""
    await office.hear(received(), correction_notified(date(2025, 3, 10), 20), corrected(date(2025, 4, 2)))

    assert (await office.clock()).standing.due_on == date(2025, 4, 30)
    assert (await office.clock("correction")).standing.in_time is True
    assert (await office.clock("correction-notice")).standing.state == "stopped"


async def test_a_lapsed_correction_ends_the_applicant_s_period_and_leaves_the_reply_waiting(tongliao):
    """条例30: deemed abandoned; no confidentiality review is owed for what is only to be closed."""
    await tongliao.hear(received(), correction_notified(date(2025, 3, 10), 5))
    await tongliao.hear(correction_lapsed(date(2025, 3, 17), date(2025, 3, 18)))
    await tongliao.hear(closing_required(date(2025, 3, 18)), assigned(date(2025, 3, 18)))

    assert (await tongliao.clock("correction")).standing.in_time is False
    assert (await tongliao.clock()).standing.state == "suspended"
    assert (await tongliao.clock("confidentiality-review")).standing.state == "unstarted"


@pytest.mark.parametrize("heard_first", ["intake", "review"])
async def test_a_lapse_that_both_services_tell_stops_the_clock_once(tongliao, heard_first):
    """Whichever is heard first: the other leaves the clock as it stands, so it has no effect."""
    lapse = [correction_lapsed(date(2025, 3, 17), date(2025, 3, 18)), closing_required(date(2025, 3, 18))]
    await tongliao.hear(received(), correction_notified(date(2025, 3, 10), 5))

    await tongliao.hear(*(lapse if heard_first == "intake" else reversed(lapse)))

    events = await tongliao.events("correction")
    assert [event.effect for event in events if isinstance(event, ClockFactHeard)] == [
        "started",
        "stopped",
        "",
    ]
    assert events[-1].standing == events[-2].standing


@pytest.mark.parametrize("heard_first", ["lapse", "correction"])
async def test_a_correction_registered_after_the_lapse_sets_both_clocks_right(tongliao, heard_first):
    """条例30: it came in time, so nothing had lapsed: the reply runs from its receipt, and the case is reviewed like any other."""
    facts = [correction_lapsed(date(2025, 3, 17), date(2025, 3, 18)), corrected(date(2025, 3, 17))]
    await tongliao.hear(received(), correction_notified(date(2025, 3, 10), 5))

    await tongliao.hear(*(facts if heard_first == "lapse" else reversed(facts)))
    await tongliao.hear(assigned(date(2025, 3, 24)))

    theirs = (await tongliao.clock("correction")).standing
    assert (theirs.cause, theirs.stopped_on, theirs.in_time) == ("request-corrected", date(2025, 3, 17), True)
    assert (await tongliao.clock()).standing.day_zero_on == date(2025, 3, 17)
    assert (await tongliao.clock("confidentiality-review")).standing.state == "running"


async def test_a_correction_is_in_time_by_its_arrival_and_counts_from_its_receipt(office):
    """A plain letter that arrived on the last day and was confirmed later: in time, and day 0 is the confirmation."""
    await office.hear(received(), correction_notified(date(2025, 3, 10), 5))

    await office.hear(corrected(date(2025, 3, 19), arrived_on=date(2025, 3, 17)))

    theirs = (await office.clock("correction")).standing
    assert (theirs.stopped_on, theirs.in_time) == (date(2025, 3, 17), True)
    assert (await office.clock()).standing.day_zero_on == date(2025, 3, 19)


async def test_an_answer_registered_after_its_letter_lapsed_is_judged_by_its_day(office):
    """A letter of 20 March was answered on the last day, or after it, and the answer registered when the time had passed."""
    await office.hear(received(), *consulted(date(2025, 3, 10)), unanswered(date(2025, 4, 1)))
    due_on = (await office.clock(LETTER_CLOCK)).standing.due_on

    await office.hear(answered(due_on))

    stopped = (await office.clock(LETTER_CLOCK)).standing
    assert (stopped.cause, stopped.in_time) == ("consultation-answered", True)
    await office.hear(served(date(2025, 4, 10)))
    assert (await office.clock(LETTER_CLOCK)).standing == stopped


async def test_an_extension_told_in_time_is_counted_and_one_told_late_is_not(office):
    """D24: told on the first due date; a day later it does nothing."""
    await office.hear(received(date(2025, 4, 7)), extension_notified(date(2025, 5, 8), 10))
    assert (await office.clock()).standing.due_on == date(2025, 5, 7)

    await office.hear(extension_notified(date(2025, 5, 7), 10))
    assert (await office.clock()).standing.due_on == date(2025, 5, 21)


@pytest.mark.parametrize("ending", [served(date(2025, 6, 20)), withdrawn(date(2025, 6, 20))])
async def test_the_end_of_a_request_stops_every_clock_of_it(tongliao, ending):
    """Reply, notice, confidentiality review and each letter: nothing of it warns or strikes any more."""
    await tongliao.hear(received(date(2025, 6, 3)), assigned(date(2025, 6, 5)))
    await tongliao.hear(*consulted(date(2025, 6, 10)), *consulted(date(2025, 6, 11), letter=OTHER_LETTER))

    await tongliao.hear(ending)

    names = (
        "reply",
        "correction-notice",
        "confidentiality-review",
        LETTER_CLOCK,
        OTHER_LETTER_CLOCK,
    )
    clocks = [await tongliao.clock(name) for name in names]
    assert all(clock.standing.state == "stopped" for clock in clocks)
    assert {clock.standing.cause for clock in clocks} == {ending.type_name()}


async def test_a_served_reply_stops_the_clock_on_the_day_of_service(office):
    """The clock stops with what it says about time."""
    await office.hear(received(), served(date(2025, 3, 20)))

    assert effects(await office.events())[-1] == "stopped"
    stopped = (await office.clock()).standing
    assert (stopped.stopped_on, stopped.cause, stopped.in_time) == (
        date(2025, 3, 20),
        "reply-dispatched",
        True,
    )


async def test_facts_about_a_request_without_a_clock_are_harmless(office):
    """None of them becomes a dead letter."""
    on = date(2025, 3, 20)
    await office.hear(served(on), accepted(on), corrected(on), extension_notified(on, 5), reviewed(on))
    await office.hear(answered(on), unanswered(on), withdrawn(on), correction_lapsed(on, on))

    assert (await office.clock()).standing == UNSTARTED
    assert set(effects(await office.events())) == {""}
