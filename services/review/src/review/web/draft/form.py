"""The form of 拟答复意见: first outcome and article, then the boxes that they require."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from review.case.answer import LISTED, SHEET, required_of
from review.case.closing import ENDINGS
from review.drafting import Wording
from review.web.draft.evidence_form import Kinds, Part, filled_in, parts_of, read_evidence
from review.web.draft.view import DraftView
from shared.events.names import FORBIDDEN_BY_LAW, GRANTED, NO_CORRECTION, PARTIAL, WITHDRAWN
from shared.policy import Policy
from shared.policy.values import Article, Outcome
from shared.web.forms.form_reader import FormReader

Choice = tuple[str, str, str]

BASIS: Final = "basis"
"""The input of the first step: outcome and article in one value, such as `granted/36(2)`."""

FINDING_HINTS = {
    "unable_not_held": "检索的经过和结果，会原样写入答复书。",
    "noproc_duplicate": "原答复的情况，以及两次申请为什么相同，会原样写入答复书。",
    FORBIDDEN_BY_LAW: "写明事实，以及哪一部法律、行政法规的哪一条禁止公开，如“《中华人民共和国统计法》第二十八条”。",
    NO_CORRECTION: "何时送达补正告知书、期限届满时的情况，会原样写入答复书。",
    WITHDRAWN: "何时收到撤回申请，会原样写入答复书。",
}
DECISION_HINTS = {
    GRANTED: "决定公开什么、怎样提供，会原样写入答复书。",
    PARTIAL: "公开什么、哪些不公开以及理由，会原样写入答复书。",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """An outcome and one of its articles, for which the second step is filled in."""

    name: str
    outcome: Outcome
    article: Article
    kinds: Kinds

    @property
    def required(self) -> tuple[str, ...]:
        """The kinds of evidence that the pair requires."""
        return required_of(self.outcome, self.article)

    @property
    def value(self) -> str:
        """The value that the first step sends for this pair."""
        return f"{self.name}/{self.article.id}"

    @property
    def reviewed(self) -> bool:
        """Whether the pair needs a filled-in 保密审查单."""
        return SHEET in self.required

    @property
    def lists(self) -> bool:
        """Whether the draft lists materials or places of publication."""
        return bool(LISTED & set(self.required))

    @property
    def published(self) -> bool:
        """Whether the draft lists places where the information is already published (条例第三十六条第（一）项)."""
        return "location" in self.required

    @property
    def parts(self) -> Sequence[Part]:
        """The boxes of the pair's evidence."""
        return parts_of(self.required, self.kinds)

    @property
    def finding_hint(self) -> str:
        """The hint below the box of the findings."""
        return FINDING_HINTS.get(self.name, "检索、核实的结果，会原样写入答复书。")

    @property
    def decision_hint(self) -> str:
        """The hint below the box of the decision."""
        return DECISION_HINTS.get(self.name, "作出什么决定、依据什么，会原样写入答复书。")


def pairs_of(policy: Policy, closing: str) -> Sequence[Pair]:
    """The pairs that may be chosen. `closing`: the outcome that is required, "" if none is.

    Only its pairs may be chosen then.
    """
    kinds = policy.evidence_kinds()
    return [
        Pair(name, outcome, article, kinds)
        for name, outcome in policy.outcomes().items()
        if outcome.offered and (name == closing if closing else name not in ENDINGS)
        for article in outcome.articles
    ]


def all_pairs(policy: Policy) -> Sequence[Pair]:
    """The pairs that some case may be answered with."""
    return [pair for closing in ("", *ENDINGS) for pair in pairs_of(policy, closing)]


def basis_choices(pairs: Sequence[Pair]) -> Sequence[Choice]:
    """The choices of the first step: value, outcome and article, hint."""
    return [
        (
            each.value,
            f"{each.outcome.name}（{each.article.clause}）",
            f"{each.article.label}。文书：{each.article.document}",
        )
        for each in pairs
    ]


def chosen(
    sent: FormReader | None, picked: str | None, last: DraftView | None, pairs: Sequence[Pair]
) -> Pair | None:
    """The pair of the second step: of the form sent, else the one picked in the first step, else the last draft's."""
    if len(pairs) == 1:
        return pairs[0]
    if sent is not None and sent.value("outcome"):
        return _pair_of(pairs, sent.value("outcome"), sent.value("clause"))
    if picked is not None:
        return next((each for each in pairs if each.value == picked), None)
    return _pair_of(pairs, last.outcome_name, last.clause) if last else None


def _pair_of(pairs: Sequence[Pair], name: str, clause: str) -> Pair | None:
    return next((each for each in pairs if (each.name, each.article.clause) == (name, clause)), None)


def blank_form(draft: DraftView | None, prefilled: dict[str, str], kinds: Kinds) -> FormReader:
    """An empty form with the known evidence; after a return it starts with the returned draft."""
    if draft is None:
        return FormReader(None, **prefilled)
    words = {
        "finding": draft.finding,
        "decision": draft.decision,
        "materials": "\n".join(draft.materials),
    }
    return FormReader(None, **(prefilled | words | filled_in(draft.proofs, kinds)))


def read_wording(form: FormReader, policy: Policy) -> Wording:
    """Read the draft. Each line of materials is one material; only the evidence that the pair requires is read."""
    pairs = all_pairs(policy)
    lines = form.multiline("materials", "提供的材料或公开的位置", required=False, max_length=2000)
    outcome = form.choice("outcome", "答复类型", {each.name for each in pairs})
    clause = form.choice("clause", "依据条款", {each.article.clause for each in pairs})
    pair = next((each for each in pairs if (each.name, each.article.clause) == (outcome, clause)), None)
    return Wording(
        outcome=outcome,
        clause=clause,
        finding=form.multiline("finding", "查明的情况", max_length=2000),
        decision=form.multiline("decision", "答复决定", max_length=2000),
        materials=tuple(line.strip() for line in lines.split("\n") if line.strip()),
        evidence=read_evidence(form, pair.required, pair.kinds) if pair else (),
    )
