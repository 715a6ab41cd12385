"""The form of the 审查单: the questions of the agency's policy, answered yes or no, then the attribute."""

from collections.abc import Sequence

from review.drafting import Answers
from shared.events.codes import NOT_OPEN, OPEN, PARTLY_OPEN, Answer
from shared.policy import Policy
from shared.policy.values import Question
from shared.web.forms.form_reader import FormReader
from shared.words.catalogue import codes

YES_NO = tuple((answer, codes("yes-no")[answer], "") for answer in ("no", "yes"))
ATTRIBUTE_NAMES = codes("attribute")
ATTRIBUTES = (
    (OPEN, ATTRIBUTE_NAMES[OPEN], ""),
    (PARTLY_OPEN, ATTRIBUTE_NAMES[PARTLY_OPEN], "能够区分处理的（条例第三十七条），须写明理由"),
    (NOT_OPEN, ATTRIBUTE_NAMES[NOT_OPEN], "须写明理由"),
)


def questions_of(policy: Policy) -> Sequence[Question]:
    """The questions of the policy. A question's id is the name of its input."""
    questions: Sequence[Question] = policy["confidentiality.questions"].value
    return questions


def read_answers(form: FormReader, questions: Sequence[Question]) -> Answers:
    """Read the answers. An unanswered question is an error of the form."""
    return Answers(
        answers={each.id: _answer(form, each) for each in questions},
        attribute=form.choice("attribute", "公开属性", tuple(ATTRIBUTE_NAMES)),
        reason=form.multiline("reason", "理由", required=False, max_length=1000),
    )


def _answer(form: FormReader, question: Question) -> Answer:
    return "yes" if form.choice(question.id, question.label.rstrip("？"), ("yes", "no")) == "yes" else "no"


def faulty(form: FormReader, questions: Sequence[Question]) -> bool:
    """Whether the sheet has errors, so that the page shows it unfolded."""
    return any(form.error(field) for field in (*(each.id for each in questions), "attribute", "reason"))
