"""Decide and evolve of a case: which command makes what happen, and what it makes of the case."""

from collections.abc import Sequence
from typing import assert_never

from review.domain import closing, consultation, outcome_rules, rules
from review.domain.case import Case, NoCase
from review.domain.commands import (
    AssignSection,
    CaseCommand,
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
from shared.events.review import CaseAssigned, OutcomeProposed, ReviewEvent
from shared.events.terms import Sealed
from shared.time.clock import legal_day


def decide(state: Case, command: CaseCommand) -> Sequence[ReviewEvent]:
    """What `command` makes happen. Raises `Refusal`."""
    if isinstance(command, SideCommand):
        return decide_side(state, command)
    return _decide_main(state, command)


def _decide_main(state: Case, command: MainCommand) -> Sequence[ReviewEvent]:  # one return for each
    match command:
        case OpenCase():
            return _open_case(state, command)
        case AssignSection():
            return _assign_section(state, command)
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
    case = rules.awaiting_section(state, section, command.sheet)
    assigned_on = legal_day(command.origin.at)
    return (CaseAssigned(request_id=case.matter.request_id, section=section, assigned_on=assigned_on),)


def _propose_outcome(state: Case, command: ProposeOutcome) -> Sequence[ReviewEvent]:
    rules.allowed(command.able, "draft", "拟答复意见")
    case = rules.with_section(state)
    rules.own_section(case.section, command.heads)
    closing.only_the_required(case, command.outcome, command.offered)
    finding, decision = _rests_on_enough(command)
    consultation.settled(case, command.sheet, releasing=command.outcome in outcome_rules.RELEASING)
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
            sheet=command.sheet.filling if command.sheet else None,
            evidence=command.evidence,
        ),
    )


def _rests_on_enough(command: ProposeOutcome) -> tuple[Sealed, Sealed]:
    """The finding and the decision of a draft that has everything its outcome and article ask for."""
    outcome = outcome_rules.outcome_offered(command.outcome, command.offered)
    article = outcome_rules.clause_possible(outcome, command.clause)
    required = outcome_rules.required_of(outcome, article)
    outcome_rules.reviewed_if_needed(command.sheet, required)
    outcome_rules.fits_the_review(command.sheet, command.outcome, outcome, required)
    grounds = outcome_rules.grounds_written(command.finding, command.decision)
    outcome_rules.forbidding_law_named(command.outcome, article, named=command.names_law)
    outcome_rules.materials_listed(article, required, command.materials)
    outcome_rules.evidence_complete(article, required, command.evidence, command.kinds)
    return grounds


case_decider: Decider[Case, CaseCommand, ReviewEvent] = Decider(NoCase(), decide, evolve)
"""The behaviour of a case."""
