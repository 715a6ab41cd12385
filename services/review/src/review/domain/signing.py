"""审签 and 签发: the part of `decide` that works on a draft on its way up the chain."""

from collections.abc import Sequence

from review.domain import consultation, rules
from review.domain.case import Case, Drafted
from review.domain.commands import IssueReply, ReturnDraft, SignDraft, Signing
from review.domain.outcome_rules import RELEASING
from shared.events.review import DraftReturned, DraftSigned, ReplyIssued, ReviewEvent
from shared.message import Origin
from shared.time.clock import legal_day


def sign_draft(state: Case, command: SignDraft) -> Sequence[ReviewEvent]:
    """One signature; the last one issues the reply in the same commit."""
    actor, signing = command.origin.actor, command.signing
    rules.acts_as(actor, command.level, "审签这一环节")
    case = rules.awaiting_signature(state, command.draft)
    _own_case(case, command)
    rules.sheet_stands(case, signing.sheet)
    rules.own_turn(signing.chain, case.signed, command.level)
    rules.not_by_drafter(actor.id, signing.drafter, command.able)
    signed = DraftSigned(
        request_id=case.matter.request_id,
        draft=case.draft.number,
        level=command.level,
        signed_on=legal_day(command.origin.at),
    )
    if not rules.fully_signed(signing.chain, (*case.signed, command.level)):
        return (signed,)
    return (signed, _issued(case, signing, command.origin))


def return_draft(state: Case, command: ReturnDraft) -> Sequence[ReviewEvent]:
    """Back to the section, from the step whose turn it is."""
    rules.acts_as(command.origin.actor, command.level, "退回这一环节")
    case = rules.awaiting_signature(state, command.draft)
    _own_case(case, command)
    rules.own_turn(command.chain, case.signed, command.level)
    return (
        DraftReturned(
            request_id=case.matter.request_id,
            draft=case.draft.number,
            level=command.level,
            reason=rules.return_reasoned(command.reason),
            returned_on=legal_day(command.origin.at),
        ),
    )


def issue_reply(state: Case, command: IssueReply) -> Sequence[ReviewEvent]:
    """The reply of a draft that everybody has signed already."""
    rules.allowed(command.able, "register", "签发")
    case = rules.awaiting_signature(state, command.draft)
    rules.sheet_stands(case, command.signing.sheet)
    rules.issuable(command.signing.chain, case.signed)
    return (_issued(case, command.signing, command.origin),)


def _own_case(case: Drafted, command: SignDraft | ReturnDraft) -> None:
    """The section's step belongs to the section of the case; the other steps see every section's drafts."""
    if "draft" in command.able:
        rules.own_section(case.section, command.heads)


def _issued(case: Drafted, signing: Signing, origin: Origin) -> ReplyIssued:
    draft = case.draft
    consultation.settled(case, signing.sheet, releasing=draft.outcome in RELEASING)
    return ReplyIssued(
        request_id=case.matter.request_id,
        issue_id=signing.issue_id,
        draft=draft.number,
        outcome=draft.outcome,
        clause=draft.clause,
        finding=draft.finding,
        decision=draft.decision,
        materials=draft.materials,
        substance_sha256=signing.substance_sha256,
        issued_on=legal_day(origin.at),
        sheet=draft.sheet,
        evidence=draft.evidence,
    )
