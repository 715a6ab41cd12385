"""审查单 and 拟答复意见 in clear, for one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from review.domain.case import Assigned, Case, Draft, Drafted, Issued, NoCase, Opened, Returned, Reviewed
from review.domain.rules import OPEN
from review.drafting import DECISION, FINDING, MATERIALS, REASON
from review.web.plain_text import Reader
from shared.events.terms import Basis
from shared.policy import Policy


@dataclass(frozen=True, slots=True)
class SheetView:
    """保密审查单: the answers with their questions, the attribute, the reason."""

    answers: Sequence[tuple[str, bool]]
    is_open: bool
    reason: str
    reviewed_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class DraftView:
    """The draft with the words that the catalogue has for it; `returned` is why it was sent back, "" if it was not."""

    number: int
    outcome: str
    clause: str
    article: str
    document: str
    finding: str
    decision: str
    materials: Sequence[str]
    redress: str
    returned: str


def sheet_view(case: Case, reader: Reader, policy_on: Callable[[date], Policy]) -> SheetView | None:
    """The sheet with the questions as they were asked that day, None before it was filled in."""
    if isinstance(case, NoCase | Opened | Assigned) or case.sheet is None:
        return None
    sheet = case.sheet
    asked = policy_on(sheet.reviewed_on)["confidentiality.questions"].value
    answers = [(each.label, sheet.answers[each.id]) for each in asked if each.id in sheet.answers]
    reason = reader.read(REASON, sheet.reason) if sheet.reason else ""
    return SheetView(answers, sheet.attribute == OPEN, reason, sheet.reviewed_on, sheet.basis)


def draft_view(case: Case, reader: Reader, policy: Policy) -> DraftView | None:
    """The present draft, or the one that was sent back; None before there is one."""
    match case:
        case Drafted() | Issued():
            return _draft(case.draft, "", reader, policy)
        case Returned():
            return _draft(case.draft, reader.read(REASON, case.reason), reader, policy)
        case NoCase() | Opened() | Assigned() | Reviewed():
            return None


def _draft(draft: Draft, returned: str, reader: Reader, policy: Policy) -> DraftView:
    outcome = policy.outcome(draft.outcome)
    article = next((each for each in outcome.articles if each.clause == draft.clause), None)
    return DraftView(
        number=draft.number,
        outcome=outcome.name,
        clause=draft.clause,
        article=article.label if article else "",
        document=article.document if article else outcome.document,
        finding=reader.read(FINDING, draft.finding),
        decision=reader.read(DECISION, draft.decision),
        materials=[reader.read(MATERIALS, box) for box in draft.materials],
        redress=policy.redress_text(draft.outcome),
        returned=returned,
    )
