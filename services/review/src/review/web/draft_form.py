"""The form of 拟答复意见: outcome and article from the catalogue, the words, and the last draft's words to begin with."""

from collections.abc import Sequence

from review.drafting import Wording
from review.web.draft_view import DraftView
from shared.policy import Policy
from shared.web.forms import FormReader

Choice = tuple[str, str, str]


def outcome_choices(policy: Policy) -> Sequence[Choice]:
    """(name, label, hint) of the outcomes that are offered."""
    offered = {name: outcome for name, outcome in policy.outcomes().items() if outcome.offered}
    return [(name, outcome.name, f"文书：{outcome.document}") for name, outcome in offered.items()]


def clause_choices(policy: Policy) -> Sequence[Choice]:
    """(clause, clause, what it says) of the articles that offered outcomes rest on."""
    outcomes = [outcome for outcome in policy.outcomes().values() if outcome.offered]
    return [
        (article.clause, article.clause, article.label)
        for outcome in outcomes
        for article in outcome.articles
    ]


def blank_form(draft: DraftView | None, policy: Policy) -> FormReader:
    """An empty form; after a return it begins with the draft that came back, so that nothing is typed twice."""
    choices = outcome_choices(policy)
    outcome = choices[0][0] if len(choices) == 1 else ""
    if draft is None:
        return FormReader(outcome=outcome)
    return FormReader(
        outcome=outcome,
        clause=draft.clause,
        finding=draft.finding,
        decision=draft.decision,
        materials="\n".join(draft.materials),
    )


def read_wording(form: FormReader, policy: Policy) -> Wording:
    """What was written; each line of materials is one."""
    lines = form.multiline("materials", "提供的材料或公开的位置", required=False, max_length=2000)
    return Wording(
        outcome=form.choice("outcome", "答复类型", [name for name, _, _ in outcome_choices(policy)]),
        clause=form.choice("clause", "依据条款", [clause for clause, _, _ in clause_choices(policy)]),
        finding=form.multiline("finding", "查明的情况", max_length=2000),
        decision=form.multiline("decision", "答复决定", max_length=2000),
        materials=tuple(line.strip() for line in lines.split("\n") if line.strip()),
    )
