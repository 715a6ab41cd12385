"""保密审查: fill in the 保密审查单 of a case, and void it."""

from collections.abc import Sequence
from uuid import UUID

from review.acts.case_and_sheet import Table, change_sheet
from review.acts.review_decision import CompleteReview, VoidReview, decide_review
from review.case.handlers import Office
from review.drafting import REASON, Answers, seal
from shared.eventlog.store import Receipt
from shared.events.review_sheet import SheetEvent
from shared.message import Origin


async def complete_review(
    office: Office, origin: Origin, request_id: UUID, answers: Answers, *, heads: str | None
) -> Receipt:
    """保密审查 by the head of the section `heads`; the sheet's questions rest on the agency's own text."""

    def decide(table: Table) -> Sequence[SheetEvent]:
        rule = table.desk.policy["confidentiality.questions"]
        command = CompleteReview(
            origin=origin,
            able=table.desk.able(origin),
            request_id=request_id,
            heads=heads,
            questions=tuple(rule.value),
            answers=answers.answers,
            attribute=answers.attribute,
            reason=seal(table.desk.key, REASON, answers.reason),
            basis=rule.basis,
        )
        return decide_review(table.desk.case, table.sheet, command)

    return await change_sheet(office, origin, request_id, decide)


async def void_review(
    office: Office, origin: Origin, request_id: UUID, reason: str, *, heads: str | None
) -> Receipt:
    """作废审查单 by the head of the section `heads`."""

    def decide(table: Table) -> Sequence[SheetEvent]:
        command = VoidReview(
            origin=origin,
            able=table.desk.able(origin),
            request_id=request_id,
            heads=heads,
            reason=seal(table.desk.key, REASON, reason),
        )
        return decide_review(table.desk.case, table.sheet, command)

    return await change_sheet(office, origin, request_id, decide)
