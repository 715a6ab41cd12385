"""What others' facts bring about in review: a required end, and what silence means."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from review.case.handlers.consultation import send_consultation
from review.case.reactions import FollowRequest, LapseConsultationOnMiss, reactions
from review.case.state import Issued, NoCase, Opened
from shared.events.deadline.clock import DeadlineMissed
from shared.events.registry import load
from shared.events.terms import CONSULTATION, Subject
from shared.policy import Policy
from support.deadline import events as clock_events
from support.review.letters import LETTER, asked, assigned_scene, corrected, heard, lapsed, withdrawn
from support.review.office import AGENCY, HEADS, accept, accepted_scene, empty_scene
from support.review.play import sign_all, until_closed, until_drafted

UNKNOWN = UUID(int=1)
"""A letter that nobody wrote."""


def test_names_enter_command_ids_and_never_change():
    """Whoever renames a reaction makes it answer every old event a second time."""
    assert [reaction.name for reaction in reactions(Policy)] == [
        "review.follow-request",
        "review.lapse-consultation",
    ]


@pytest.mark.parametrize(("ending", "outcome"), [(withdrawn, "other_other"), (lapsed, "other_no_correction")])
async def test_what_ends_before_acceptance_opens_a_case_to_close_it(ending, outcome):
    """A request that never came to review is opened and must end, in one commit under the request's key."""
    scene = await empty_scene()
    (row,) = await heard(scene, "intake", f"request/{scene.request_id}", ending(scene))

    await FollowRequest(policy_of=Policy).react(scene.store, row)

    rows = await scene.rows()
    assert [each.type for each in rows] == ["case-opened", "closing-required"]
    assert {each.key_id for each in rows} == {scene.key.key_id}
    state = await scene.state()
    assert isinstance(state, Opened)
    assert state.circumstances.closing.outcome == outcome
    assert scene.key.unseal("content", state.matter.content) == "分镇收入数据"


async def test_a_withdrawal_calls_a_draft_back():
    """A draft under signature is overtaken; however often the withdrawal arrives, it is noted once."""
    scene = await accepted_scene()
    await until_drafted(scene)
    (row,) = await heard(scene, "intake", f"request/{scene.request_id}", withdrawn(scene))

    for _ in range(2):
        await FollowRequest(policy_of=Policy).react(scene.store, row)

    assert [each.type for each in await scene.rows()][4:] == ["closing-required"]
    assert (await scene.state()).circumstances.closing.basis.clause == "国办公开办函〔2021〕30号表三（六）3"


async def test_a_withdrawal_after_the_reply_changes_nothing():
    """An issued reply is final, whatever intake says later."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)
    before = await scene.rows()
    (row,) = await heard(scene, "intake", f"request/{scene.request_id}", withdrawn(scene))

    await FollowRequest(policy_of=Policy).react(scene.store, row)

    assert await scene.rows() == before
    assert isinstance(await scene.state(), Issued)


async def test_an_acceptance_after_the_end_opens_nothing():
    """A case that was opened to be closed is not opened again."""
    scene = await accepted_scene()
    (row,) = await heard(scene, "intake", f"request/{scene.request_id}", withdrawn(scene))
    await FollowRequest(policy_of=Policy).react(scene.store, row)

    await FollowRequest(policy_of=Policy).react(scene.store, (await scene.intake.read(AGENCY, 0, 10))[0])

    assert len(await scene.rows()) == 2


@pytest.mark.parametrize("reached", ["opened", "drafted", "issued"])
async def test_a_correction_that_came_in_time_sets_the_closing_case_aside(reached):
    """However far the closing reply had come, it is void; the accepted request opens the case anew with its new text."""
    scene = await empty_scene()
    stream = f"request/{scene.request_id}"
    accepted = await accept(scene, "分镇收入数据，2024年")
    over, back = await heard(scene, "intake", stream, lapsed(scene), corrected(scene))
    await FollowRequest(policy_of=Policy).react(scene.store, over)
    if reached != "opened":
        await until_closed(scene)
    if reached == "issued":
        await sign_all(scene)

    for _ in range(2):
        await FollowRequest(policy_of=Policy).react(scene.store, back)
    set_aside = await scene.state()
    await FollowRequest(policy_of=Policy).react(scene.store, accepted)

    assert [each.type for each in await scene.rows()][-2:] == ["closing-lifted", "case-opened"]
    assert set_aside == NoCase(0 if reached == "opened" else 1, set_aside=True)
    state = await scene.state()
    assert state.circumstances.closing is None
    assert scene.key.unseal("content", state.matter.content) == "分镇收入数据，2024年"


async def test_an_ordinary_correction_is_none_of_its_business():
    """Before acceptance there is no case, and nothing that could be lifted; a withdrawal is not lifted by anything."""
    scene = await empty_scene()
    stream = f"request/{scene.request_id}"
    back, over = await heard(scene, "intake", stream, corrected(scene), withdrawn(scene))

    for row in (back, over, back):
        await FollowRequest(policy_of=Policy).react(scene.store, row)

    assert [each.type for each in await scene.rows()] == ["case-opened", "closing-required"]


DAY = date(2025, 3, 31)


def missed(scene, letter) -> DeadlineMissed:
    """The clock of a letter ran out."""
    return clock_events.missed(scene.request_id, DAY, CONSULTATION, Subject.letter(letter), "head")


@pytest.mark.parametrize(
    ("kind", "effect", "clause"),
    [("third_party", "agency-decides", "条例第三十二条"), ("other_agency", "agreement", "条例第三十四条")],
)
async def test_silence_means_what_the_floor_says(kind, effect, clause):
    """Qionghai's text reads silence of a third party as refusal; the regulation, which prevails, does not."""
    scene = await assigned_scene()
    await send_consultation(
        scene.deps,
        scene.origin("section"),
        scene.request_id,
        replace(LETTER, kind=kind),
        heads=HEADS,
    )
    letter = (await scene.state()).circumstances.letters_out[0].consultation_id
    (row,) = await heard(scene, "deadline", f"clock/letter/{letter}/consultation", missed(scene, letter))

    for _ in range(2):
        await LapseConsultationOnMiss(policy_of=Policy).react(scene.store, row)

    lapsed_row = (await scene.rows())[-1]
    assert lapsed_row.key_id == scene.key.key_id
    assert load(lapsed_row).effect == effect
    assert clause in load(lapsed_row).basis.clause
    assert load(lapsed_row).lapsed_on == date(2025, 3, 31)
    assert len(await scene.rows()) == 5


@pytest.mark.parametrize("clock", ["reply", "confidentiality-review", "consultation"])
async def test_other_misses_are_none_of_its_business(clock):
    """A miss of another clock, or of a letter that is not known, does nothing."""
    scene = await assigned_scene()
    await asked(scene)
    before = await scene.rows()
    own = clock_events.missed(scene.request_id, DAY, clock)
    miss = missed(scene, UNKNOWN) if clock == "consultation" else own
    (row,) = await heard(scene, "deadline", "clock/x", miss)

    await LapseConsultationOnMiss(policy_of=Policy).react(scene.store, row)

    assert await scene.rows() == before
