"""A correction that arrived in time is registered after the closing was rendered (in-memory log, real renderer)."""

from dataclasses import replace
from datetime import date

import pytest

from intake.request.application import Arrival
from intake.request.handlers.correcting import correct_request
from intake.request.handlers.serving import serve_reply
from shared.command.decider import Refusal
from shared.events.intake.correction import RequestCorrected
from support.intake.reactions import APPLICATION
from support.intake.replies import at, issued, missed

CLEAR = replace(APPLICATION, content="2024年样本户数")
LATE_REGISTERED = Arrival(channel="post", instants={"arrived": at(19), "signed_for": at(19)})
"""A letter that arrived on the last day and is registered after the closing was rendered."""
NOTICE = (("correction-notice", {"notice_served_on": "2025-03-05"}, "海统公开补〔2025〕1号"),)


async def closing_rendered(memory_intake):
    """A request whose closing is rendered, and review's row of it."""
    request = await memory_intake.awaiting_correction()
    await memory_intake.lapse.react(memory_intake.store, await missed(request))
    key = await memory_intake.key(request)
    closing = await issued(
        memory_intake.store,
        key,
        request,
        "other_no_correction",
        "条例第三十条",
        day=date(2025, 3, 21),
        evidence=NOTICE,
    )
    await memory_intake.render.react(memory_intake.store, closing)
    return request, closing


async def register_letter(memory_intake, request):
    """The clerk registers the letter."""
    await correct_request(memory_intake.deps, memory_intake.by(24), request, CLEAR, LATE_REGISTERED)


async def test_late_registered_correction_voids_the_closing(memory_intake):
    """The letter ends the lapse and names the number that is void; what review issues next takes the next number."""
    request, _ = await closing_rendered(memory_intake)

    await register_letter(memory_intake, request)

    corrected = await memory_intake.last(request)
    assert isinstance(corrected, RequestCorrected)
    assert corrected.voided_number == "海统公开〔2025〕1号"
    assert corrected.receipt.received_on == date(2025, 3, 19)
    await memory_intake.accept(request, 25)
    words = await memory_intake.grant(request, date(2025, 3, 26))
    assert "海统公开〔2025〕2号" in words
    assert "2025年3月19日" in words
    await serve_reply(memory_intake.deps, memory_intake.by(27), request, date(2025, 3, 26), "electronic")


async def test_void_closing_is_not_rendered_again(memory_intake):
    """Review's event, delivered again before the check or after acceptance, renders nothing and takes no number."""
    request, closing = await closing_rendered(memory_intake)
    await register_letter(memory_intake, request)
    await memory_intake.render.react(memory_intake.store, closing)
    await memory_intake.accept(request, 25)
    before = await memory_intake.store.heads()

    await memory_intake.render.react(memory_intake.store, closing)

    assert await memory_intake.store.heads() == before


async def test_void_closing_is_no_earlier_answer(memory_intake):
    """A reply to a duplicate names the void number without a date, because nothing was served under it."""
    request, _ = await closing_rendered(memory_intake)
    await register_letter(memory_intake, request)

    words = await memory_intake.refer_to("海统公开〔2025〕1号", date(2025, 3, 28))

    assert "以海统公开〔2025〕1号作出答复" in words
    assert "2025年3月21日" not in words


async def test_answer_that_replaced_a_void_closing_is_an_earlier_answer(memory_intake):
    """A reply to a duplicate names the second number with its date, although the first number is void."""
    request, _ = await closing_rendered(memory_intake)
    await register_letter(memory_intake, request)
    await memory_intake.accept(request, 25)
    await memory_intake.grant(request, date(2025, 3, 26))

    words = await memory_intake.refer_to("海统公开〔2025〕2号", date(2025, 3, 28))

    assert "海统公开〔2025〕2号（2025年3月26日作出）" in words


async def test_served_closing_stands(memory_intake):
    """A closing that was served cannot be voided by a correction."""
    request, _ = await closing_rendered(memory_intake)
    await serve_reply(memory_intake.deps, memory_intake.by(22), request, date(2025, 3, 22), "electronic")

    with pytest.raises(Refusal, match="closing-served"):
        await register_letter(memory_intake, request)
