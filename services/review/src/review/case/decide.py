"""Decides commands on a case."""

from collections.abc import Sequence
from typing import assert_never

from review.case import answer, closing, consultation, rules
from review.case.closing import decide_closing
from review.case.commands import (
    AssignSection,
    CaseCommand,
    CircumstanceCommand,
    ClosingCommand,
    ExtensionCommand,
    IssueReply,
    MainCommand,
    OpenCase,
    ProposeOutcome,
    ReturnDraft,
    SignDraft,
)
from review.case.consultation import decide_consultation
from review.case.evolve import evolve
from review.case.extension import decide_extension
from review.case.signing import issue_reply, return_draft, sign_draft
from review.case.state import Case, NoCase
from shared.command.decider import Decider
from shared.events.review.case import CaseAssigned, OutcomeProposed, ReviewEvent
from shared.events.terms import Sealed
from shared.time.clock import legal_day


def decide(state: Case, command: CaseCommand) -> Sequence[ReviewEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    if isinstance(command, CircumstanceCommand):
        return decide_circumstance(state, command)
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
    rules.refuse_open_case(state)
    return (closing.opened(command.matter),)


def _assign_section(state: Case, command: AssignSection) -> Sequence[ReviewEvent]:
    rules.require_capability(command.able, "register", "分办")
    section = command.section.strip()
    rules.require_open_section(section, command.offered)
    case = rules.awaiting_section(state, section, command.offered, command.sheet)
    assigned_on = legal_day(command.origin.at)
    return (CaseAssigned(request_id=case.matter.request_id, section=section, assigned_on=assigned_on),)


def _propose_outcome(state: Case, command: ProposeOutcome) -> Sequence[ReviewEvent]:
    rules.require_capability(command.able, "draft", "拟答复意见")
    case = rules.with_section(state)
    rules.require_own_section(case.section, command.heads)
    closing.require_closing_outcome(case, command.outcome, command.offered)
    finding, decision = _rests_on_enough(command)
    consultation.require_settled(case, command.sheet, releasing=command.outcome in answer.RELEASING)
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
            sheet=command.sheet.sheet_version if command.sheet else None,
            evidence=command.evidence,
        ),
    )


def _rests_on_enough(command: ProposeOutcome) -> tuple[Sealed, Sealed]:
    """Check everything that outcome and article require; return finding and decision. Raises `Refusal`."""
    outcome = answer.outcome_offered(command.outcome, command.offered)
    article = answer.clause_possible(outcome, command.clause)
    required = answer.required_of(outcome, article)
    answer.require_review_if_needed(command.sheet, required)
    answer.require_fit_with_review(command.sheet, command.outcome, outcome, required)
    grounds = answer.grounds_written(command.finding, command.decision)
    answer.require_forbidding_law(command.outcome, article, named=command.names_law)
    answer.require_materials(article, required, command.materials)
    answer.require_complete_evidence(article, required, command.evidence, command.kinds)
    return grounds


def decide_circumstance(state: Case, command: CircumstanceCommand) -> Sequence[ReviewEvent]:
    """The events of `command`. Raises `Refusal`; a reaction's command that comes too late gives no event."""
    if isinstance(command, ClosingCommand):
        return decide_closing(state, command)
    if isinstance(command, ExtensionCommand):
        return decide_extension(state, command)
    return decide_consultation(state, command)


case_decider: Decider[Case, CaseCommand, ReviewEvent] = Decider(NoCase(), decide, evolve)
