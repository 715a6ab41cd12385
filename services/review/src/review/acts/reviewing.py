"""Handlers that fill in and void the 保密审查单 of a case."""

from collections.abc import Sequence
from uuid import UUID

from review.acts.case_and_sheet import CaseAndSheet, change_sheet
from review.acts.review_decision import CompleteReview, VoidReview, decide_review
from review.case.commands import Heads
from review.case.handlers.dependencies import Dependencies
from review.drafting import REASON, Answers, seal
from shared.eventlog.store import Receipt
from shared.events.review.sheet import SheetEvent
from shared.message import Origin


async def complete_review(
    deps: Dependencies, origin: Origin, request_id: UUID, answers: Answers, *, heads: Heads
) -> Receipt:
    """保密审查 by the head of the section, with the questions of the agency's policy. Raises `Refusal`."""

    def decide(loaded: CaseAndSheet) -> Sequence[SheetEvent]:
        rule = loaded.case.policy["confidentiality.questions"]
        command = CompleteReview(
            origin=origin,
            able=loaded.case.able(origin),
            request_id=request_id,
            heads=heads,
            questions=tuple(rule.value),
            answers=answers.answers,
            attribute=answers.attribute,
            reason=seal(loaded.case.key, REASON, answers.reason),
            basis=rule.basis,
        )
        return decide_review(loaded.case.state, loaded.sheet, command)

    return await change_sheet(deps, origin, request_id, decide)


async def void_review(
    deps: Dependencies, origin: Origin, request_id: UUID, reason: str, *, heads: Heads
) -> Receipt:
    """作废审查单 by the head of the section. Raises `Refusal`."""

    def decide(loaded: CaseAndSheet) -> Sequence[SheetEvent]:
        command = VoidReview(
            origin=origin,
            able=loaded.case.able(origin),
            request_id=request_id,
            heads=heads,
            reason=seal(loaded.case.key, REASON, reason),
        )
        return decide_review(loaded.case.state, loaded.sheet, command)

    return await change_sheet(deps, origin, request_id, decide)
