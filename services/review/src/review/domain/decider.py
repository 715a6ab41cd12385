"""Decide and evolve of a case: which command makes what happen, and what it makes of the case."""

from collections.abc import Sequence
from typing import assert_never

from review.domain import closing, consultation, outcome_rules, rules, sheet_rules
from review.domain.case import Assigned, Case, NoCase, Returned, Reviewed
from review.domain.commands import (
    AssignSection,
    CaseCommand,
    CompleteConfidentialityReview,
    IssueReply,
    MainCommand,
    OpenCase,
    ProposeOutcome,
    ReturnDraft,
    SignDraft,
)
from review.domain.evolution import evolve
from review.domain.side_commands import SideCommand
from review.domain.side_decisions import decide_side
from review.domain.signing import issue_reply, return_draft, sign_draft
from shared.command.decider import Decider
from shared.events.review import (
    CaseAssigned,
    ConfidentialityReviewCompleted,
    OutcomeProposed,
    ReviewEvent,
)
from shared.events.terms import Sealed
from shared.time.clock import legal_day


def decide(state: Case, command: CaseCommand) -> Sequence[ReviewEvent]:
    """What `command` makes happen. Raises `Refusal`."""
    if isinstance(command, SideCommand):
        return decide_side(state, command)
    return _decide_main(state, command)


def _decide_main(state: Case, command: MainCommand) -> Sequence[ReviewEvent]:  # noqa: PLR0911  # one return for each
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
    return (command.matter.opened(),)


def _assign_section(state: Case, command: AssignSection) -> Sequence[ReviewEvent]:
    rules.allowed(command.able, "register", "分办")
    rules.section_named(command.section)
    section = command.section.strip()
    case = rules.awaiting_section(state, section)
    assigned_on = legal_day(command.origin.at)
    return (CaseAssigned(request_id=case.matter.request_id, section=section, assigned_on=assigned_on),)


def _complete_review(state: Case, command: CompleteConfidentialityReview) -> Sequence[ReviewEvent]:
    rules.allowed(command.able, "draft", "填写保密审查单")
    case = rules.with_section(state)
    rules.own_section(case.section, command.heads)
    sheet_rules.answered_in_full(command.questions, command.answers)
    sheet_rules.attribute_fixed(command.attribute)
    sheet_rules.forbidden_stays_closed(command.questions, command.answers, command.attribute)
    sheet_rules.reason_given(
        command.reason,
        concerned=any(command.answers.values()) or case.circumstances.unweighed,
        attribute=command.attribute,
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
    rules.allowed(command.able, "draft", "拟答复意见")
    case = rules.with_section(state)
    rules.own_section(case.section, command.heads)
    closing.only_the_required(case, command.outcome, command.offered)
    finding, decision = _rests_on_enough(case, command)
    consultation.settled(case, releasing=command.outcome in outcome_rules.RELEASING)
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
            evidence=command.evidence,
        ),
    )


def _rests_on_enough(case: Assigned | Reviewed | Returned, command: ProposeOutcome) -> tuple[Sealed, Sealed]:
    """The finding and the decision of a draft that has everything its outcome and article ask for."""
    outcome = outcome_rules.outcome_offered(command.outcome, command.offered)
    article = outcome_rules.clause_possible(outcome, command.clause)
    required = outcome_rules.required_of(outcome, article)
    sheet = None if isinstance(case, Assigned) else case.sheet
    outcome_rules.reviewed_if_needed(sheet, required)
    outcome_rules.fits_the_review(sheet, command.outcome, outcome, required)
    grounds = outcome_rules.grounds_written(command.finding, command.decision)
    outcome_rules.forbidding_law_named(command.outcome, article, named=command.names_law)
    outcome_rules.materials_listed(article, required, command.materials)
    outcome_rules.evidence_complete(article, required, command.evidence)
    return grounds


case_decider: Decider[Case, CaseCommand, ReviewEvent] = Decider(NoCase(), decide, evolve)
"""The behaviour of a case."""
