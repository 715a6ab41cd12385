"""Reactions of deadline to review: the confidentiality review's period, and letters that hold the reply."""

from datetime import date

from deadline.clock.handlers import act_on_clock
from shared.words.explanation import explained
from support.deadline.clocks import effects, received, served, strike
from support.deadline.facts import (
    LETTER_CLOCK,
    answered,
    assigned,
    consulted,
    issued,
    reviewed,
    unanswered,
)


async def test_an_assigned_case_starts_the_confidentiality_review_where_the_rules_give_it_a_period(
    office, tongliao
):
    """D38: 通辽 has two working days from 30 September, to 10 October; 琼海 has no such period."""
    for bureau in (office, tongliao):
        await bureau.hear(received(date(2025, 9, 26)), assigned(date(2025, 9, 30)))

    assert (await tongliao.clock("confidentiality-review")).standing.due_on == date(2025, 10, 10)
    assert (await office.clock("confidentiality-review")).standing.state == "unstarted"
    await tongliao.hear(assigned(date(2025, 10, 9)), reviewed(date(2025, 10, 9)))
    assert (await tongliao.clock("confidentiality-review")).standing.in_time is True


async def test_a_reply_without_a_sheet_ends_the_confidentiality_review(tongliao):
    """An answer that gives nothing needs no sheet: from 签发 on nobody is warned of one."""
    await tongliao.hear(received(date(2025, 9, 26)), assigned(date(2025, 9, 30)), issued(date(2025, 10, 9)))

    assert (await tongliao.clock("confidentiality-review")).standing.cause == "reply-issued"


async def test_a_letter_to_a_third_party_pauses_the_reply_and_has_a_clock_of_its_own(office):
    """D26: the other side's period counts from the day it received the letter; the answer gives the date anew."""
    await office.hear(
        received(date(2025, 6, 3)), *consulted(date(2025, 6, 10), received_on=date(2025, 6, 11))
    )
    assert (await office.clock()).standing.state == "paused"
    assert (await office.clock(LETTER_CLOCK)).standing.due_on == date(2025, 7, 2)

    await office.hear(answered(date(2025, 6, 25)))
    assert (await office.clock()).standing.due_on == date(2025, 7, 16)
    assert (await office.clock(LETTER_CLOCK)).standing.cause == "consultation-answered"


async def test_a_letter_of_a_kind_that_the_rules_do_not_name_pauses_nothing(office, tongliao):
    """琼海's procedure takes out third parties' time alone, the regulation that of other agencies too."""
    for bureau in (office, tongliao):
        await bureau.hear(received(date(2025, 6, 3)), *consulted(date(2025, 6, 10), "other_agency"))

    assert (await office.clock()).standing.state == "running"
    assert (await office.clock(LETTER_CLOCK)).standing.state == "running"
    assert (await tongliao.clock()).standing.state == "paused"


async def test_a_letter_without_an_answer_pauses_until_the_other_side_s_period_ended(office):
    """C5: sent on 10 June, its fifteen working days end on 1 July, whenever the silence was noticed."""
    await office.hear(received(date(2025, 6, 3)), *consulted(date(2025, 6, 10)))
    command = strike(date(2025, 7, 3))
    await act_on_clock(office.store, command.origin, LETTER_CLOCK.stream, command)
    assert (await office.clock(LETTER_CLOCK)).standing.state == "missed"

    await office.hear(unanswered(date(2025, 7, 4)))

    why = {day["date"]: day["why"] for day in explained((await office.clock()).due)["skipped"]}
    assert why["2025-07-01"] == "征求第三方意见期间不计入(06-10发出，07-01期满未答复)"
    assert "2025-07-02" not in why
    assert (await office.clock(LETTER_CLOCK)).standing.in_time is False


async def test_what_review_says_of_a_request_that_is_over_leaves_no_clock_open(tongliao):
    """Order across services is causal only: intake's end may come before review's letter, and stops it all the same."""
    await tongliao.hear(received(date(2025, 6, 3)), served(date(2025, 6, 20)))
    await tongliao.hear(
        *consulted(date(2025, 6, 10)), assigned(date(2025, 6, 5)), answered(date(2025, 6, 25))
    )

    for clock in (LETTER_CLOCK, "confidentiality-review"):
        assert (await tongliao.clock(clock)).standing.cause == "reply-dispatched"


async def test_a_letter_that_is_heard_of_before_the_request_gives_the_same_date(office):
    """Review's lane may be read before intake's."""
    await office.hear(*consulted(date(2025, 6, 10)), answered(date(2025, 6, 25)), received(date(2025, 6, 3)))

    assert (await office.clock()).standing.due_on == date(2025, 7, 16)
    assert effects(await office.events())[0] == "paused"


async def test_an_answer_that_came_in_time_counts_from_its_day_although_the_silence_was_noted_first(office):
    """条例33(3): only the time until the answer arrived is left out; a clerk's delay gives the agency no days."""
    await office.hear(received(date(2025, 6, 3)), *consulted(date(2025, 6, 10)), unanswered(date(2025, 7, 2)))
    by_silence = (await office.clock()).standing.due_on

    await office.hear(answered(date(2025, 6, 25)))

    assert by_silence > (await office.clock()).standing.due_on == date(2025, 7, 16)
    await office.hear(unanswered(date(2025, 7, 3)))
    assert (await office.clock()).standing.due_on == date(2025, 7, 16)
