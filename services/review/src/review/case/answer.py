"""The rules of an outcome, its article and its evidence (条例第三十六条至第三十九条). A rule raises `Refusal`."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from review.case.state import SheetFacts
from shared.command.decider import Invalid, Refusal
from shared.events.codes import NOT_OPEN, OPEN, PARTLY_OPEN
from shared.events.names import FORBIDDEN_BY_LAW, GRANTED, PARTIAL, DocumentNumber
from shared.events.terms import Evidence, Sealed
from shared.policy.evidence import EvidenceKind
from shared.policy.values import Article, Outcome

RELEASING = frozenset({GRANTED, PARTIAL})
"""The outcomes that release information."""

SHEET: Final = "confidentiality-review"
LISTED = frozenset({"material", "location"})
"""Kinds of evidence that the materials of a draft give: what is provided, or where it was published."""

MATERIALS_MAX: Final = 50
"""A technical limit, not a legal one: each material is sealed by itself and an event has a size limit."""

IN_WORDS = frozenset({SHEET, "facts-and-reasons"}) | LISTED
"""Kinds of evidence given by sheet, finding, decision and materials; other kinds have their own form fields."""

ARTICLE_OF_A_LAW = re.compile(r"《(?P<title>[^《》]+)》第[一二三四五六七八九十百千零〇两\d]+条")
REGULATION: Final = "政府信息公开条例"


def outcome_offered(outcome: str, offered: Mapping[str, Outcome]) -> Outcome:
    """The outcome must be in the agency's catalogue (条例第三十六条至第三十九条)."""
    if outcome not in offered:
        names = "、".join(known.name for known in offered.values())
        reason = f"没有这种答复类型。请从以下类型中选择：{names}。"
        raise Invalid("outcome-not-offered", reason, "条例第三十六条")
    return offered[outcome]


def clause_possible(outcome: Outcome, clause: str) -> Article:
    """The article must belong to the outcome; the refusal lists the possible ones (条例第三十六条)."""
    for article in outcome.articles:
        if article.clause == clause:
            return article
    possible = "；".join(f"{article.clause}（{article.label}）" for article in outcome.articles)
    reason = f"“{outcome.name}”不能依据“{clause}”。请从以下条款中选择：{possible}。"
    raise Invalid("clause-impossible", reason, "条例第三十六条")


def required_of(outcome: Outcome, article: Article) -> tuple[str, ...]:
    """The kinds of evidence that the outcome and the article require."""
    return tuple(dict.fromkeys((*outcome.requires, *article.requires)))


def require_review_if_needed(sheet: SheetFacts | None, required: Sequence[str]) -> None:
    """An outcome that requires the review needs a completed sheet first (先审查后公开, 条例第十七条)."""
    if SHEET in required and sheet is None:
        reason = "还没有完成保密审查，不能拟这一答复意见。请先填写审查单。"
        raise Refusal("confidentiality-review-missing", reason, "条例第十七条")


def require_fit_with_review(
    sheet: SheetFacts | None, name: str, outcome: Outcome, required: Sequence[str]
) -> None:
    """The outcome must fit the attribute of the sheet: closed is not released, open is not refused.

    条例第十三条、第十七条.
    """
    if sheet is None or SHEET not in required:
        return
    if name in RELEASING - _FITTING[sheet.attribute]:
        found = "不予公开" if sheet.attribute == NOT_OPEN else "部分公开"
        reason = f"保密审查确定为{found}，不能拟“{outcome.name}”。结论有误的，请先重新填写审查单。"
        raise Refusal("information-not-open", reason, "条例第十七条")
    if name not in RELEASING and sheet.attribute == OPEN:
        reason = f"保密审查确定为公开，不能拟“{outcome.name}”。结论有误的，请先重新填写审查单。"
        raise Refusal("information-open", reason, "条例第十三条")


_FITTING = {OPEN: RELEASING, PARTLY_OPEN: frozenset({PARTIAL}), NOT_OPEN: frozenset[str]()}


def grounds_written(finding: Sealed | None, decision: Sealed | None) -> tuple[Sealed, Sealed]:
    """Finding and decision must both be written (条例第三十六条)."""
    if finding is None:
        raise Invalid("finding-missing", "没有写明查明的情况。请写明检索、核实的结果。", "条例第三十六条")
    if decision is None:
        raise Invalid("decision-missing", "没有写明答复决定。请写明作出什么决定。", "条例第三十六条")
    return finding, decision


def require_materials(article: Article, required: Sequence[str], materials: Sequence[Sealed]) -> None:
    """The materials, or places of publication, must be listed one by one (条例第三十六条第（一）、（二）项)."""
    if LISTED & set(required) and not materials:
        reason = f"依{article.clause}答复的，须逐项列明提供的材料或者公开的位置。请至少填写一项。"
        raise Invalid("materials-missing", reason, article.clause, "materials")
    if len(materials) > MATERIALS_MAX:
        reason = (
            f"材料一行是一项，最多 {MATERIALS_MAX} 项，现在有 {len(materials)} 项。请合并列项，或者另附清单。"
        )
        raise Invalid("materials-too-many", reason, article.clause, "materials")


def require_complete_evidence(
    article: Article,
    required: Sequence[str],
    evidence: Sequence[Evidence],
    kinds: Mapping[str, EvidenceKind],
) -> None:
    """Exactly the required evidence must be given, another paper with its 文号 (条例第三十六条至第三十九条)."""
    owed = [kind for kind in required if kind not in IN_WORDS]
    given = {each.kind: each for each in evidence}
    for kind in owed:
        if kind not in given:
            raise Invalid(f"{kind}-missing", kinds[kind].missing, article.clause, kinds[kind].boxes[0].name)
        number = kinds[kind].reference
        if number and DocumentNumber.parse(given[kind].reference or "") is None:
            reason = "没有写明文号，或者文号不完整。请按“琼统公开〔2025〕3号”的样式填写。"
            raise Invalid(f"{kind}-number", reason, article.clause, number.name)
    if len(evidence) != len(owed):
        reason = f"依{article.clause}答复的，不需要这些证明材料。请重新选择答复类型和条款后填写。"
        raise Invalid("evidence-not-asked", reason, article.clause)


def names_law(text: str) -> bool:
    """Whether the text names an article of a law other than the regulation on disclosure."""
    return any(REGULATION not in found["title"] for found in ARTICLE_OF_A_LAW.finditer(text))


def require_forbidding_law(name: str, article: Article, *, named: bool) -> None:
    """A refusal because a law forbids disclosure must name that law and its article (条例第十四条)."""
    if name == FORBIDDEN_BY_LAW and not named:
        reason = (
            "没有写明是哪一部法律、行政法规的哪一条禁止公开。请在“查明的情况”中写明，"
            "如“《中华人民共和国统计法》第二十八条”。"
        )
        raise Invalid("forbidding-law-missing", reason, article.clause, "finding")
