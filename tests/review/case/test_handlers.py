"""Commands on a case, from plain words to the log and back."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from review.acts import drafting, reviewing, signing
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import drafter_of
from review.case.handlers.returning import return_draft
from review.case.reactions import FollowRequest
from review.case.state import Drafted, Issued, Opened, Returned
from shared.command.decider import Refusal
from shared.events.registry import load
from shared.events.review.case import ReplyIssued
from shared.events.review.sheet import SheetCompleted
from shared.events.substance import substance_hash
from shared.policy import Policy
from shared.web.errors.problem import status_of
from support.review.office import AGENCY, HEADS, OFFERED, RECALLED, accepted_scene
from support.review.play import GRANT, OPEN_SHEET, sign_all, until_drafted


async def test_an_acceptance_opens_a_case_under_the_requests_key():
    """The case takes over what was asked, sealed as it was, and its row names the request's key."""
    scene = await accepted_scene()

    state = await scene.state()

    assert isinstance(state, Opened)
    assert scene.key.unseal("content", state.matter.content).startswith("2024年")
    assert {row.key_id for row in await scene.rows()} == {scene.key.key_id}


async def test_an_acceptance_that_comes_twice_opens_once():
    """However often the acceptance arrives, there is one case."""
    scene = await accepted_scene()
    row = (await scene.intake.read(AGENCY, 0, 10))[0]

    await FollowRequest(policy_of=Policy).react(scene.store, row)

    assert len(await scene.rows()) == 1


async def test_the_usual_way_issues_what_was_signed():
    """The reply carries the draft, and a hash over its plain words that anybody with the key can check."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)

    reply = load((await scene.rows())[-1])

    assert isinstance(await scene.state(), Issued)
    assert isinstance(reply, ReplyIssued)
    assert scene.key.unseal("finding", reply.finding) == GRANT.finding
    assert [scene.key.unseal("materials", box) for box in reply.materials] == list(GRANT.materials)
    assert reply.substance_sha256 == substance_hash(
        recalled=RECALLED,
        outcome="granted",
        clause=GRANT.clause,
        finding=GRANT.finding,
        decision=GRANT.decision,
        materials=GRANT.materials,
    )


async def test_the_last_signature_and_the_reply_are_one_commit():
    """No moment exists in which everybody has signed and the reply is not issued."""
    scene = await accepted_scene()
    await until_drafted(scene)
    for level in ("section", "deputy"):
        await signing.sign_draft(scene.deps, scene.origin(level), scene.request_id, 1, heads=HEADS)

    receipt = await signing.sign_draft(scene.deps, scene.origin("head"), scene.request_id, 1, heads=HEADS)

    rows = await scene.rows()
    assert [row.type for row in rows[receipt.first_seq - 1 : receipt.last_seq]] == [
        "draft-signed",
        "reply-issued",
    ]


async def test_the_log_holds_no_plain_words():
    """Neither what was asked nor what is answered stands in the log in clear."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await sign_all(scene)

    bodies = b"".join([row.body for row in await scene.rows()])

    for words in ("可支配收入", "经检索", "口径说明"):
        assert words.encode() not in bodies


async def test_a_command_sent_twice_is_done_once():
    """A second click with the same command id gets the first one's answer."""
    scene = await accepted_scene()
    origin = scene.origin("clerk")

    first = await drafting.assign_section(scene.deps, origin, scene.request_id, "农村股", offered=OFFERED)
    again = await drafting.assign_section(scene.deps, origin, scene.request_id, "农村股", offered=OFFERED)

    assert again.last_seq == first.last_seq
    assert len(await scene.rows()) == 2


async def test_the_sheet_cites_the_agencys_own_text():
    """The review rests on the clause by which the agency asks its questions."""
    scene = await accepted_scene()
    await drafting.assign_section(
        scene.deps, scene.origin("clerk"), scene.request_id, "农村股", offered=OFFERED
    )

    await reviewing.complete_review(
        scene.deps, scene.origin("section"), scene.request_id, OPEN_SHEET, heads=HEADS
    )

    sheet = load((await scene.rows())[-1])
    assert isinstance(sheet, SheetCompleted)
    assert "第四条" in sheet.basis.clause


async def test_a_return_keeps_its_reason_sealed_and_leads_to_the_next_draft():
    """退回 brings the case back to the section; the next draft is number two and nobody has signed it."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await signing.sign_draft(scene.deps, scene.origin("section"), scene.request_id, 1, heads=HEADS)

    await return_draft(scene.deps, scene.origin("deputy"), scene.request_id, 1, "请写明口径。", heads=HEADS)
    returned = await scene.state()
    await drafting.propose_outcome(scene.deps, scene.origin("section"), scene.request_id, GRANT, heads=HEADS)
    drafted = await scene.state()

    assert isinstance(returned, Returned)
    assert scene.key.unseal("reason", returned.reason) == "请写明口径。"
    assert isinstance(drafted, Drafted)
    assert (drafted.draft.number, drafted.signed) == (2, ())


async def test_the_drafter_is_known_from_the_log():
    """Who proposed the draft may confirm it, and sign no other level although the account holds that role."""
    scene = await accepted_scene()
    await until_drafted(scene)
    await signing.sign_draft(scene.deps, scene.origin("section"), scene.request_id, 1, heads=HEADS)

    with pytest.raises(Refusal) as refused:
        await signing.sign_draft(
            scene.deps, scene.origin("deputy", account="the.section"), scene.request_id, 1, heads=HEADS
        )

    assert refused.value.code == "drafter-may-not-sign"
    assert drafter_of(await scene.rows()) == "the.section"


async def test_only_offered_outcomes_can_be_proposed():
    """What the catalogue does not offer yet is refused, and nothing is recorded."""
    scene = await accepted_scene()
    await drafting.assign_section(
        scene.deps, scene.origin("clerk"), scene.request_id, "农村股", offered=OFFERED
    )
    await reviewing.complete_review(
        scene.deps, scene.origin("section"), scene.request_id, OPEN_SHEET, heads=HEADS
    )

    with pytest.raises(Refusal) as refused:
        await drafting.propose_outcome(
            scene.deps,
            scene.origin("section"),
            scene.request_id,
            replace(GRANT, outcome="duplicate"),
            heads=HEADS,
        )

    assert refused.value.code == "outcome-not-offered"
    assert len(await scene.rows()) == 3


@pytest.mark.parametrize("act", [partial(signing.sign_draft, heads=HEADS), signing.issue_reply])
async def test_an_unknown_case_is_refused(act):
    """A number that no case has gives 404, whatever is asked of it."""
    scene = await accepted_scene()

    with pytest.raises(Refusal) as refused:
        await act(scene.deps, scene.origin("clerk"), uuid4(), 1)

    assert (refused.value.code, status_of(refused.value)) == ("case-unknown", 404)


async def test_nothing_is_done_once_the_key_is_destroyed():
    """A case whose key is gone cannot go on: nothing could be sealed or signed."""
    scene = await accepted_scene()
    await scene.door.destroy(AGENCY, scene.key.key_id)

    with pytest.raises(Refusal) as refused:
        await drafting.assign_section(
            scene.deps, scene.origin("clerk"), scene.request_id, "农村股", offered=OFFERED
        )

    assert (refused.value.code, status_of(refused.value)) == ("key-destroyed", 410)


async def test_a_shortened_chain_is_issued_by_the_clerk():
    """When a step left the chain after the others had signed, the clerk issues without a further signature."""
    scene = await accepted_scene()
    await until_drafted(scene)
    for level in ("section", "deputy"):
        await signing.sign_draft(scene.deps, scene.origin(level), scene.request_id, 1, heads=HEADS)
    deps = Dependencies(store=scene.store, vault=scene.vault, policy_of=TwoStepPolicy)

    await signing.issue_reply(deps, scene.origin("clerk"), scene.request_id, 1)

    assert isinstance(await scene.state(), Issued)


class TwoStepPolicy(Policy):
    """A policy whose chain ends with the deputy."""

    def __getitem__(self, key):
        """As resolved, but for the chain's last step."""
        resolved = super().__getitem__(key)
        return replace(resolved, value=resolved.value[:2]) if key == "signoff.chain" else resolved
