"""Decide and evolve of a case: which command makes what happen, and what it makes of the case."""

from collections.abc import Sequence
from typing import assert_never

from review.domain import rules, sheet_rules
from review.domain.case import Case, NoCase
from review.domain.commands import (
    AssignSection,
    CaseCommand,
    CompleteConfidentialityReview,
    IssueReply,
    OpenCase,
    ProposeOutcome,
    ReturnDraft,
    SignDraft,
)
from review.domain.evolution import evolve
from review.domain.signing import issue_reply, return_draft, sign_draft
from shared.clock import legal_day
from shared.decider import Decider
from shared.events.review import (
    CaseAssigned,
    CaseOpened,
    ConfidentialityReviewCompleted,
    OutcomeProposed,
    ReviewEvent,
)


def decide(state: Case, command: CaseCommand) -> Sequence[ReviewEvent]:  # noqa: PLR0911  # one return for each command
    """What `command` makes happen. Raises `Refusal`."""
    match command:
        case OpenCase():
            return _open_case(state, command)
        case AssignSection():
            return _assign_section(state, command)
        case CompleteConfidentialityReview():
            return _complete_review(state, command)
        case ProposeOutcome():
            return _propose_outcome(state, command)
        case SignDraft():
            return sign_draft(state, command)
        case ReturnDraft():
            return return_draft(state, command)
        case IssueReply():
            return issue_reply(state, command)
        case _:
            assert_never(command)


def _open_case(state: Case, command: OpenCase) -> Sequence[ReviewEvent]:
    rules.not_yet_open(state)
    return (
        CaseOpened(
            request_id=command.request_id,
            year=command.year,
            number=command.number,
            received_on=command.received_on,
            applicant_kind=command.applicant_kind,
            content=command.content,
        ),
    )


def _assign_section(state: Case, command: AssignSection) -> Sequence[ReviewEvent]:
    rules.acts_as(command.origin.actor, "clerk", "分办")
    rules.section_named(command.section)
    section = command.section.strip()
    case = rules.awaiting_section(state, section)
    assigned_on = legal_day(command.origin.at)
    return (CaseAssigned(request_id=case.matter.request_id, section=section, assigned_on=assigned_on),)


def _complete_review(state: Case, command: CompleteConfidentialityReview) -> Sequence[ReviewEvent]:
    rules.acts_as(command.origin.actor, rules.DRAFTING_ROLE, "填写保密审查单")
    case = rules.awaiting_review(state)
    rules.own_section(case.section, command.heads)
    sheet_rules.answered_in_full(command.questions, command.answers)
    sheet_rules.attribute_fixed(command.attribute)
    sheet_rules.forbidden_stays_closed(command.questions, command.answers, command.attribute)
    sheet_rules.reason_given(
        command.reason, concerned=any(command.answers.values()), attribute=command.attribute
    )
    return (
        ConfidentialityReviewCompleted(
            request_id=case.matter.request_id,
            answers=dict(command.answers),
            attribute=command.attribute,
            reason=command.reason,
            reviewed_on=legal_day(command.origin.at),
            basis=command.basis,
        ),
    )


def _propose_outcome(state: Case, command: ProposeOutcome) -> Sequence[ReviewEvent]:
    rules.acts_as(command.origin.actor, rules.DRAFTING_ROLE, "拟答复意见")
    case = rules.awaiting_outcome(state)
    rules.own_section(case.section, command.heads)
    outcome = rules.outcome_offered(command.outcome, command.offered)
    article = rules.clause_possible(outcome, command.clause)
    rules.released_only_if_open(case.sheet, command.outcome, outcome)
    finding, decision = rules.grounds_written(command.finding, command.decision)
    rules.evidence_listed(article, command.materials)
    return (
        OutcomeProposed(
            request_id=case.matter.request_id,
            draft=case.drafts + 1,
            outcome=command.outcome,
            clause=command.clause,
            finding=finding,
            decision=decision,
            materials=command.materials,
            proposed_on=legal_day(command.origin.at),
        ),
    )


case_decider: Decider[Case, CaseCommand, ReviewEvent] = Decider(NoCase(), decide, evolve)
"""The behaviour of a case."""
