"""The usual course of a case, played through the handlers, for tests of handlers, projections and pages."""

from datetime import date

from review.acts import drafting, reviewing, signing
from review.drafting import Answers, Wording
from shared.events.substance import Proof
from shared.policy import Policy
from support.review.office import AGENCY, HEADS, OFFERED, SECTION, Scene

QUESTIONS = [question.id for question in Policy(AGENCY, date(2025, 3, 10))["confidentiality.questions"].value]
OPEN_SHEET = Answers(answers=dict.fromkeys(QUESTIONS, "no"), attribute="open")
GRANT = Wording(
    outcome="granted",
    clause="条例第三十六条第（二）项",
    finding="经检索，本机关保存有该信息。",
    decision="向您提供下列信息。",
    materials=("2024年各镇农村居民人均可支配收入", "口径说明"),
)

CLOSE = Wording(
    outcome="other_no_correction",
    clause="条例第三十条",
    finding="您逾期没有补正。",
    decision="视为放弃申请，不再处理。",
    materials=(),
    evidence=(
        Proof(
            kind="correction-notice",
            boxes={"notice_served_on": "2025-03-13", "notice_due_on": "2025-03-28"},
            reference="琼统公开补〔2025〕1号",
        ),
    ),
)
"""The reply to a lapsed request."""


async def until_drafted(scene: Scene) -> None:
    """Play the usual course up to the draft."""
    await drafting.assign_section(
        scene.deps, scene.origin("clerk"), scene.request_id, SECTION, offered=OFFERED
    )
    await reviewing.complete_review(
        scene.deps, scene.origin("section"), scene.request_id, OPEN_SHEET, heads=HEADS
    )
    await drafting.propose_outcome(scene.deps, scene.origin("section"), scene.request_id, GRANT, heads=HEADS)


async def until_closed(scene: Scene) -> None:
    """Play a lapsed case up to the draft that closes it."""
    await drafting.assign_section(
        scene.deps, scene.origin("clerk"), scene.request_id, SECTION, offered=OFFERED
    )
    await drafting.propose_outcome(scene.deps, scene.origin("section"), scene.request_id, CLOSE, heads=HEADS)


async def sign_all(scene: Scene) -> None:
    """Sign the draft by every step of the chain."""
    for level in ("section", "deputy", "head"):
        await signing.sign_draft(scene.deps, scene.origin(level), scene.request_id, 1, heads=HEADS)
