"""The form of the 审查单: the three questions in the agency's own words, and those that only guide the attribute."""

from collections.abc import Sequence
from dataclasses import dataclass

from review.drafting import Answers
from shared.policy import Policy
from shared.policy.values import Question
from shared.web.forms import FormReader

ASKED = {
    "state_secret": "state_secret",
    "trade_secret": "business_secret",
    "personal_privacy": "personal_privacy",
}
"""Policy's question → the field of the form and of the event."""

YES_NO = (("no", "否", ""), ("yes", "是", ""))
ATTRIBUTES = (("open", "公开", ""), ("not_open", "不予公开", "须写明理由"))


@dataclass(frozen=True, slots=True)
class SheetForm:
    """`asked` are answered one by one; a yes to one of `weighed` makes the attribute 不予公开, with the reason."""

    asked: Sequence[tuple[str, Question]]
    weighed: Sequence[Question]


def sheet_form(policy: Policy) -> SheetForm:
    """The agency's questions of the day."""
    questions: Sequence[Question] = policy["confidentiality.questions"].value
    asked = [(ASKED[question.id], question) for question in questions if question.id in ASKED]
    return SheetForm(asked, [question for question in questions if question.id not in ASKED])


def read_answers(form: FormReader) -> Answers:
    """What was answered; a question left open is a fault of the form."""
    answers = {
        "state_secret": form.choice("state_secret", "是否涉及国家秘密", ("yes", "no")),
        "business_secret": form.choice("business_secret", "是否涉及商业秘密", ("yes", "no")),
        "personal_privacy": form.choice("personal_privacy", "是否涉及个人隐私", ("yes", "no")),
    }
    return Answers(
        **{name: answer == "yes" for name, answer in answers.items()},
        attribute=form.choice("attribute", "公开属性", ("open", "not_open")),
        reason=form.multiline("reason", "理由", required=False, max_length=1000),
    )
