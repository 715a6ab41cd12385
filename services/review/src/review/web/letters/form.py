"""Reads the forms of a letter and of its answer."""

from datetime import date

from review.case.consultation import CLAUSES
from review.case.handlers.consultation import Letter, Opinion
from review.web.parts.form_submission import Submission
from shared.events.codes import CONSENTS, REFUSES


def read_letter(submission: Submission, today: date) -> Letter:
    """Read 征求意见书. The caller must not use it if the form has errors; today stands in for a missing day."""
    form = submission.form
    return Letter(
        kind=form.choice("kind", "征求谁的意见", tuple(CLAUSES)),
        party=form.text("party", "对方名称", max_length=100),
        question=form.multiline("question", "征求的事项", max_length=1000),
        sent_on=form.date("sent_on", "发出日期", latest=today) or today,
        received_on=form.date("served_on", "对方收到日期", latest=today) or today,
    )


def read_opinion(submission: Submission, today: date) -> Opinion:
    """Read the party's answer. The caller must not use it if the form has errors.

    Today stands in for a missing day.
    """
    form = submission.form
    return Opinion(
        answer=form.choice("answer", "意见", (CONSENTS, REFUSES)),
        reason=form.multiline("answer_reason", "理由", required=False, max_length=1000),
        arrived_on=form.date("arrived_on", "收到意见日期", latest=today) or today,
    )
