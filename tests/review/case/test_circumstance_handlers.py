"""Extensions, letters and evidence from plain words to the log and back."""

from datetime import date, timedelta

import pytest

from review.acts import drafting
from review.case.handlers.consultation import Opinion, answer_consultation
from review.case.handlers.extension import approve_extension, refuse_extension
from review.case.handlers.returning import return_draft
from review.case.state import Assigned, Drafted
from shared.command.decider import Refusal
from shared.events.registry import load
from shared.events.review.case import ExtensionApproved, ReplyIssued
from shared.events.substance import Proof, substance_hash
from shared.privacy.vault import UnknownKeyError
from support.review.letters import DUE, UNHELD, asked, assigned_scene, extended
from support.review.office import AGENCY, EVERY_SECTION, HEADS, RECALLED
from support.review.play import GRANT, sign_all


async def test_an_approved_extension_says_what_was_asked():
    """The approval repeats days and reason, rests on the agency's own text, and reads nothing in clear."""
    scene = await assigned_scene()
    extension_id = await extended(scene)

    await approve_extension(
        scene.deps, scene.origin("deputy"), scene.request_id, extension_id, due_on=DUE, heads=EVERY_SECTION
    )

    approved = load((await scene.rows())[-1])
    assert isinstance(approved, ExtensionApproved)
    assert (approved.working_days, approved.approver) == (10, "deputy")
    assert scene.key.unseal("reason", approved.reason) == "需要向各镇核对数据"
    assert approved.basis.clause == "规程第六条（一）"
    assert "核对".encode() not in b"".join([row.body for row in await scene.rows()])


async def test_who_proposed_is_read_from_the_log():
    """Who asked for the extension cannot approve it in another role."""
    scene = await assigned_scene()
    extension_id = await extended(scene)
    himself = scene.origin("deputy", account="the.section")

    with pytest.raises(Refusal) as refused:
        await approve_extension(
            scene.deps, himself, scene.request_id, extension_id, due_on=DUE, heads=EVERY_SECTION
        )

    assert refused.value.code == "proposer-may-not-approve"


async def test_a_refused_extension_keeps_its_reason_sealed():
    """不同意延期 stands in the log with its reason sealed; then it may be asked anew."""
    scene = await assigned_scene()
    extension_id = await extended(scene)

    await refuse_extension(
        scene.deps,
        scene.origin("deputy"),
        scene.request_id,
        extension_id,
        "可以按期答复。",
        heads=EVERY_SECTION,
    )

    assert (await scene.state()).circumstances.extensions[0].decided is False
    assert await extended(scene) != extension_id


async def test_a_letter_keeps_who_was_asked_sealed():
    """The question opens with the case's key, the party with the letter's alone; the period is the regulation's."""
    scene = await assigned_scene()
    await asked(scene)

    row = (await scene.rows())[-2]

    sent = load(row)
    letter = await scene.vault.open(AGENCY, sent.party.key_id)
    assert letter.unseal("party", sent.party) == "海南某公司"
    with pytest.raises(UnknownKeyError):
        await scene.door.open(AGENCY, sent.party.key_id)
    assert scene.key.unseal("question", sent.question) == "是否同意公开合同金额"
    assert sent.respond_working_days == 15
    assert "海南".encode() not in row.body


async def test_the_clerk_notes_an_answer():
    """An opinion arrives at the office, and the clerk notes it down."""
    scene = await assigned_scene()
    letter = await asked(scene)

    await answer_consultation(
        scene.deps,
        scene.origin("clerk"),
        scene.request_id,
        letter,
        Opinion(answer="refuses", reason="涉及报价", arrived_on=date(2025, 3, 10)),
        heads=EVERY_SECTION,
    )

    assert (await scene.state()).circumstances.refusals == {letter}


async def test_evidence_is_signed_and_issued():
    """What the section wrote down as evidence stands sealed in the reply, under the hash that was signed."""
    scene = await assigned_scene()
    await drafting.propose_outcome(scene.deps, scene.origin("section"), scene.request_id, UNHELD, heads=HEADS)
    await sign_all(scene)

    reply = load((await scene.rows())[-1])

    assert isinstance(reply, ReplyIssued)
    (proof,) = reply.evidence
    boxes = {name: scene.key.unseal(name, box) for name, box in proof.boxes.items()}
    assert boxes == UNHELD.evidence[0].boxes
    assert reply.substance_sha256 == substance_hash(
        recalled=RECALLED,
        outcome=UNHELD.outcome,
        clause=UNHELD.clause,
        finding=UNHELD.finding,
        decision=UNHELD.decision,
        materials=(),
        evidence=[Proof("search-record", boxes, None)],
    )


async def test_nothing_is_issued_while_a_letter_is_out():
    """A release waits for the answer, and an answer that gives nothing need not."""
    scene = await assigned_scene()
    await asked(scene)

    await drafting.propose_outcome(scene.deps, scene.origin("section"), scene.request_id, UNHELD, heads=HEADS)
    drafted = await scene.state()
    await return_draft(scene.deps, scene.origin("section"), scene.request_id, 1, "再查", heads=HEADS)
    scene.clock.step(timedelta(minutes=1))
    with pytest.raises(Refusal) as refused:
        await drafting.propose_outcome(
            scene.deps, scene.origin("section"), scene.request_id, GRANT, heads=HEADS
        )

    assert isinstance(drafted, Drafted)
    assert refused.value.code == "confidentiality-review-missing"
    assert not isinstance(await scene.state(), Assigned)
