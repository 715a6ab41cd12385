"""The rules of a 保密审查单: complete answers, allowed attributes, reasons, voiding. A rule raises `Refusal`."""

from collections.abc import Mapping, Sequence

from review.sheet.state import Completed, Sheet
from shared.command.decider import Invalid, Refusal
from shared.events.codes import ATTRIBUTES, OPEN, Answer, Attribute
from shared.events.terms import Sealed
from shared.policy.values import Question

WEIGHED = frozenset({"trade_secret", "personal_privacy"})
"""Questions whose yes does not forbid the attribute open: consent or public interest can allow it (条例第十五条)."""


def require_all_answers(questions: Sequence[Question], answers: Mapping[str, Answer]) -> None:
    """Exactly the questions of the agency's sheet are answered (条例第十七条; 保密审查办法第六条)."""
    open_still = [question.label for question in questions if question.id not in answers]
    if open_still:
        reason = f"审查单上还有问题没有回答：{''.join(open_still)}请逐项答“是”或者“否”。"
        raise Invalid("question-unanswered", reason, "条例第十七条")
    if len(answers) != len(questions):
        reason = "审查单上的问题与本机关现在的规定不一致。请重新打开本件，按现在的问题填写。"
        raise Refusal("question-unknown", reason, "条例第十七条")


def attribute_fixed(attribute: str) -> Attribute:
    """The attribute is open, partly open or not open (保密审查办法第六条（一）; 条例第三十七条)."""
    if attribute not in ATTRIBUTES:
        reason = "没有确定公开属性。请在“公开”、“部分公开”和“不予公开”中选一项。"
        raise Invalid("attribute-unknown", reason, "条例第十七条")
    return attribute


def refuse_open_if_forbidden(
    questions: Sequence[Question], answers: Mapping[str, Answer], attribute: str
) -> None:
    """Information that a law closes cannot have the attribute open (条例第十四条; 保密审查办法第六条（三）)."""
    for question in questions:
        if answers[question.id] != "no" and question.id not in WEIGHED and attribute == OPEN:
            reason = (
                f"“{question.label}”答了“是”，公开属性只能是“不予公开”，能够区分处理的是“部分公开”。"
                "请改正公开属性，或者重新核对这一问。"
            )
            raise Invalid("must-stay-closed", reason, question.clause)


def require_reason(reason: Sealed | None, *, concerned: bool, attribute: str) -> None:
    """A reason is required for an answer other than no, for anything not open, and for weighing a refusal.

    条例第十五条、第三十二条; 保密审查办法第六条（一）（二）. `concerned`: an answer is not no, or a third party refused.
    """
    if reason is None and (concerned or attribute != OPEN):
        sentence = "没有写明理由。有一问答“是”、第三方不同意公开，或者不全部公开的，请写明理由。"
        raise Invalid("review-reason-missing", sentence, "条例第十七条")


def standing(state: Sheet) -> Completed:
    """The sheet is filled in and not voided, so it can be voided (条例第十七条)."""
    if not isinstance(state, Completed):
        reason = "现在没有有效的保密审查单，不能作废。请重新打开本件核对。"
        raise Refusal("sheet-not-standing", reason, "条例第十七条")
    return state


def void_reasoned(reason: Sealed | None) -> Sealed:
    """The reason for voiding, which must not be empty (条例第十七条)."""
    if reason is None:
        sentence = "没有写明作废理由。请写明审查单错在哪里。"
        raise Invalid("sheet-void-reason-missing", sentence, "条例第十七条")
    return reason
