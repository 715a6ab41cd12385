"""The form of 拟答复意见: first outcome and article, then exactly the boxes that they ask for."""

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
"""The first step's box: outcome and article in one, `granted/36(2)`."""

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
    """An outcome and one of its articles: what the second step is about."""

    name: str
    outcome: Outcome
    article: Article
    kinds: Kinds

    @property
    def required(self) -> tuple[str, ...]:
        """The evidence that it asks for."""
        return required_of(self.outcome, self.article)

    @property
    def value(self) -> str:
        """As the first step's box sends it."""
        return f"{self.name}/{self.article.id}"

    @property
    def reviewed(self) -> bool:
        """Whether it needs the confidentiality review."""
        return SHEET in self.required

    @property
    def lists(self) -> bool:
        """Whether materials, or places of publication, are listed."""
        return bool(LISTED & set(self.required))

    @property
    def published(self) -> bool:
        """Whether the lines are places where the information can be had already (条例第三十六条第（一）项)."""
        return "location" in self.required

    @property
    def parts(self) -> Sequence[Part]:
        """The boxes of its evidence."""
        return parts_of(self.required, self.kinds)

    @property
    def finding_hint(self) -> str:
        """What the finding is for."""
        return FINDING_HINTS.get(self.name, "检索、核实的结果，会原样写入答复书。")

    @property
    def decision_hint(self) -> str:
        """What the decision is for."""
        return DECISION_HINTS.get(self.name, "作出什么决定、依据什么，会原样写入答复书。")


def pairs_of(policy: Policy, closing: str) -> Sequence[Pair]:
    """The pairs that may be chosen; once the case must end, those of that outcome alone."""
    kinds = policy.evidence_kinds()
    return [
        Pair(name, outcome, article, kinds)
        for name, outcome in policy.outcomes().items()
        if outcome.offered and (name == closing if closing else name not in ENDINGS)
        for article in outcome.articles
    ]


def all_pairs(policy: Policy) -> Sequence[Pair]:
    """Every pair that some case may be answered with."""
    return [pair for closing in ("", *ENDINGS) for pair in pairs_of(policy, closing)]


def basis_choices(pairs: Sequence[Pair]) -> Sequence[Choice]:
    """(value, outcome and article, what the article says) of each pair."""
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
    """What the second step is about: what was sent, else picked in the first, else the last draft's pair.

    `picked` is None where the first step was not asked for, and "" where it is asked for anew.
    """
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
    """An empty form; after a return it begins with the draft that came back, so that nothing is typed twice."""
    if draft is None:
        return FormReader(None, **prefilled)
    words = {
        "finding": draft.finding,
        "decision": draft.decision,
        "materials": "\n".join(draft.materials),
    }
    return FormReader(None, **(prefilled | words | filled_in(draft.proofs, kinds)))


def read_wording(form: FormReader, policy: Policy) -> Wording:
    """What was written; each line of materials is one. What the pair asks for is read, nothing else."""
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
