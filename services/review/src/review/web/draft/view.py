"""拟答复意见 decrypted for one page: the present draft, and all drafts of the case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from review.case.evolve import drafted
from review.case.state import Assigned, Case, Draft, Drafted, Issued, NoCase, Opened, Returned
from review.drafting import DECISION, FINDING, MATERIALS, REASON
from review.projections.case_file import Entry
from review.stage import Stage
from review.web.parts.unsealer import Unsealer
from shared.events.review.case import ClosingLifted, ClosingRequired, DraftReturned, OutcomeProposed
from shared.events.substance import Proof
from shared.policy import Policy
from shared.words.evidence import evidence_lines


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence with its heading; `reference` is the 文号 of another paper, "" for none."""

    title: str
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft in words; `returned` is the reason for sending it back, "" if it was not sent back.

    `void`: a closing was required or lifted after the draft was written.
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
        """The name of the draft in lists and headings."""
        return f"第 {self.number} 稿{'（作废）' if self.void else ''}"


def draft_view(case: Case, stage: Stage, reader: Unsealer, policy: Policy) -> DraftView | None:
    """The present draft, or the returned one. None before the first draft and after the sheet was filled in again."""
    match case:
        case Drafted() | Issued():
            return _draft(case.draft, "", reader, policy)
        case Returned() if stage == "returned":
            return _draft(case.draft, reader.read(REASON, case.reason), reader, policy)
        case NoCase() | Opened() | Assigned() | Returned():
            return None


def all_drafts(
    entries: Sequence[Entry], reader: Unsealer, policy_on: Callable[[date], Policy]
) -> Sequence[DraftView]:
    """All drafts in order, worded by the policy of their day, with the reasons for returns."""
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


def _draft(draft: Draft, returned: str, reader: Unsealer, policy: Policy, *, void: bool = False) -> DraftView:
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
