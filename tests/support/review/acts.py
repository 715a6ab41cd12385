"""A case and its sheet, folded and decided on together as `review.acts` does, without a log."""

from dataclasses import replace

from review.acts.case_and_sheet import facts_of, fold_both
from review.acts.review_decision import CompleteReview, VoidReview, decide_review
from review.case.commands import AssignSection, IssueReply, ProposeOutcome, SignDraft
from review.case.decide import case_decider


def fold(history):
    """The case and its sheet after events of both."""
    return fold_both(history)


def decide(state, command):
    """The events of a command on a case or its sheet."""
    case, sheet = state
    match command:
        case CompleteReview() | VoidReview():
            return decide_review(case, sheet, command)
        case AssignSection() | ProposeOutcome():
            return case_decider.decide(case, replace(command, sheet=facts_of(sheet)))
        case SignDraft() | IssueReply():
            knowing = replace(command.signing, sheet=facts_of(sheet))
            return case_decider.decide(case, replace(command, signing=knowing))
        case _:
            return case_decider.decide(case, command)
