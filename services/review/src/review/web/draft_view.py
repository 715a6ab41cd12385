"""审查单 and 拟答复意见 in clear, for one page; and every draft that there has been."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from review.domain.case import Assigned, Case, Draft, Drafted, Issued, NoCase, Opened, Returned
from review.domain.evolution import drafted
from review.domain.turns import Stage
from review.drafting import DECISION, FINDING, MATERIALS, REASON
from review.projections.case_file import Entry
from review.sheet.state import Completed, Sheet
from review.web.plain_text import Reader
from shared.events.review import ClosingLifted, ClosingRequired, DraftReturned, OutcomeProposed
from shared.events.substance import Proof
from shared.events.terms import Basis
from shared.policy import Policy
from shared.words.evidence import evidence_lines


@dataclass(frozen=True, slots=True)
class SheetView:
    """保密审查单: the answers with their questions, the attribute, the reason."""

    answers: Sequence[tuple[str, bool]]
    attribute: str
    reason: str
    reviewed_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence under its heading; `reference` is the 文号 of another paper, "" for none."""

    title: str
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """The draft with the words that the catalogue has for it; `returned` is why it was sent back, "" if it was not.

    `void`: an end that was required, or taken back, has overtaken it.
    """

    number: int
    outcome_name: str
    outcome: str
    clause: str
    article: str
    document: str
    finding: str
    decision: str
    materials: Sequence[str]
    redress: str
    returned: str
    proofs: Sequence[Proof] = ()
    evidence: Sequence[EvidenceView] = ()
    void: bool = False

    @property
    def name(self) -> str:
        """As lists and headings call it."""
        return f"第 {self.number} 稿{'（作废）' if self.void else ''}"


def sheet_view(sheet: Sheet, reader: Reader, policy_on: Callable[[date], Policy]) -> SheetView | None:
    """The sheet with the questions as they were asked that day; None before it was filled in, and once it is void."""
    if not isinstance(sheet, Completed):
        return None
    asked = policy_on(sheet.completed_on)["confidentiality.questions"].value
    answers = [(each.label, sheet.answers[each.id] == "yes") for each in asked if each.id in sheet.answers]
    reason = reader.read(REASON, sheet.reason) if sheet.reason else ""
    return SheetView(answers, sheet.attribute, reason, sheet.completed_on, sheet.basis)


def draft_view(case: Case, stage: Stage, reader: Reader, policy: Policy) -> DraftView | None:
    """The present draft, or the one that was sent back; None before there is one, and once the sheet is filled in anew."""
    match case:
        case Drafted() | Issued():
            return _draft(case.draft, "", reader, policy)
        case Returned() if stage == "returned":
            return _draft(case.draft, reader.read(REASON, case.reason), reader, policy)
        case NoCase() | Opened() | Assigned() | Returned():
            return None


def all_drafts(
    entries: Sequence[Entry], reader: Reader, policy_on: Callable[[date], Policy]
) -> Sequence[DraftView]:
    """Every draft in order, with the words that the catalogue had on its day, and why it came back."""
    reasons = {
        entry.event.draft: reader.read(REASON, entry.event.reason)
        for entry in entries
        if isinstance(entry.event, DraftReturned)
    }
    ends = [n for n, entry in enumerate(entries) if isinstance(entry.event, ClosingRequired | ClosingLifted)]
    return [
        _draft(
            drafted(entry.event),
            reasons.get(entry.event.draft, ""),
            reader,
            policy_on(entry.event.proposed_on),
            void=n < max(ends, default=0),
        )
        for n, entry in enumerate(entries)
        if isinstance(entry.event, OutcomeProposed)
    ]


def _draft(draft: Draft, returned: str, reader: Reader, policy: Policy, *, void: bool = False) -> DraftView:
    outcome = policy.outcome(draft.outcome)
    article = next((each for each in outcome.articles if each.clause == draft.clause), None)
    proofs = [
        Proof(each.kind, {name: reader.read(name, box) for name, box in each.boxes.items()}, each.reference)
        for each in draft.evidence
    ]
    return DraftView(
        number=draft.number,
        outcome_name=draft.outcome,
        outcome=outcome.name,
        clause=draft.clause,
        article=article.label if article else "",
        document=article.document if article else outcome.document,
        finding=reader.read(FINDING, draft.finding),
        decision=reader.read(DECISION, draft.decision),
        materials=[reader.read(MATERIALS, box) for box in draft.materials],
        redress=policy.redress_text(draft.outcome),
        returned=returned,
        proofs=proofs,
        evidence=_evidence(proofs, policy),
        void=void,
    )


def _evidence(proofs: Sequence[Proof], policy: Policy) -> Sequence[EvidenceView]:
    kinds = policy.evidence_kinds()
    return [
        EvidenceView(
            kinds[each.kind].label,
            each.reference or "",
            "\n".join(evidence_lines(kinds[each.kind], each.boxes)),
        )
        for each in proofs
    ]
