"""延期答复 (条例第三十三条第二款): once, before the first due date, with a reason, approved by the role of the policy."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from review.case import closing, rules
from review.case.commands import ApproveExtension, ExtensionCommand, ProposeExtension, RefuseExtension
from review.case.state import Assigned, Case, Drafted, Extension, Issued, NoCase, Opened, Returned
from shared.command.decider import Invalid, NotYours, Refusal
from shared.events.review.case import ExtensionApproved, ExtensionProposed, ExtensionRefused, ReviewEvent
from shared.events.terms import Sealed
from shared.time.clock import legal_day

CLAUSE = "条例第三十三条第二款"

Underway = Assigned | Drafted | Returned
"""A case that is assigned to a section and not issued."""


def decide_extension(state: Case, command: ExtensionCommand) -> Sequence[ReviewEvent]:
    """The event of `command`. Raises `Refusal`."""
    match command:
        case ProposeExtension():
            return _propose(state, command)
        case ApproveExtension():
            return _approve(state, command)
        case RefuseExtension():
            return _refuse(state, command)
        case _:
            assert_never(command)


def _propose(state: Case, command: ProposeExtension) -> Sequence[ReviewEvent]:
    """Record the proposal of the section. Refused: another section, too late, too many days or times, no reason."""
    rules.require_capability(command.able, "draft", "提请延期")
    case = underway(state)
    rules.require_own_section(case.section, command.heads)
    closing.refuse_if_closing(case, "延期")
    require_extension_left(case, command.times_max)
    today = legal_day(command.origin.at)
    require_due_date_ahead(command.due_on, today)
    require_allowed_days(command.working_days, command.working_days_max)
    return (
        ExtensionProposed(
            request_id=case.matter.request_id,
            extension_id=command.extension_id,
            working_days=command.working_days,
            reason=reason_given(command.reason, "没有写明延期理由。请写明为什么不能在期限内答复。"),
            proposed_on=today,
        ),
    )


def _approve(state: Case, command: ApproveExtension) -> Sequence[ReviewEvent]:
    """Record the approval. It takes effect when intake has served the notice on the applicant."""
    case, asked = _deciding(state, command)
    today = legal_day(command.origin.at)
    require_due_date_ahead(command.due_on, today)
    return (
        ExtensionApproved(
            request_id=case.matter.request_id,
            extension_id=asked.extension_id,
            working_days=asked.working_days,
            reason=asked.reason,
            approver=command.approver,
            approved_on=today,
            basis=command.basis,
        ),
    )


def _refuse(state: Case, command: RefuseExtension) -> Sequence[ReviewEvent]:
    """Record the refusal; the first due date remains."""
    case, asked = _deciding(state, command)
    return (
        ExtensionRefused(
            request_id=case.matter.request_id,
            extension_id=asked.extension_id,
            approver=command.approver,
            reason=reason_given(command.reason, "没有写明不同意延期的理由。请写明理由。"),
            refused_on=legal_day(command.origin.at),
        ),
    )


def _deciding(state: Case, command: ApproveExtension | RefuseExtension) -> tuple[Underway, Extension]:
    rules.require_role(command.origin.actor, command.approver, "审批延期")
    case = underway(state)
    rules.require_charge_of_section(case.section, command.heads)
    asked = case.circumstances.pending
    if asked is None or asked.extension_id != command.extension_id:
        raise Refusal("extension-not-pending", "现在没有等待审批的这一延期。请重新打开本件核对。", CLAUSE)
    if command.origin.actor.id == command.proposer:
        reason = "这次延期是您提请的，不能再由您审批。请由另一位有此职责的同事办理。"
        raise NotYours("proposer-may-not-approve", reason, CLAUSE)
    closing.refuse_if_closing(case, "延期")
    return case, asked


def underway(state: Case) -> Underway:
    """The case, which must be assigned and not issued (条例第三十二条、第三十三条). Raises `Refusal`."""
    match state:
        case Assigned() | Drafted() | Returned():
            return state
        case Opened():
            raise rules.not_assigned()
        case Issued() | NoCase():
            raise rules.closed(state)


def require_extension_left(case: Underway, times_max: int) -> None:
    """At most `times_max` extensions, one pending at a time (条例第三十三条第二款)."""
    if case.circumstances.pending is not None:
        reason = "已经提请延期，正在等待审批。请等审批后再办理。"
        raise Refusal("extension-pending", reason, CLAUSE)
    approved = sum(1 for each in case.circumstances.extensions if each.decided)
    if approved >= times_max:
        reason = f"本件已经延期 {approved} 次，不能再延期。请在期限内答复。"
        raise Refusal("extension-used", reason, CLAUSE)


def require_due_date_ahead(due_on: date | None, today: date) -> None:
    """The first due date must not have passed (条例第三十三条第二款)."""
    if due_on is not None and today > due_on:
        reason = "答复期限已经届满，不能再延期。请尽快答复申请人。"
        raise Refusal("extension-too-late", reason, CLAUSE)


def require_allowed_days(working_days: int, working_days_max: int) -> None:
    """The extension has 1 to `working_days_max` working days, by the regulation or a stricter local rule."""
    if not 1 <= working_days <= working_days_max:
        reason = f"延长的期限应当是 1 至 {working_days_max} 个工作日。请改正天数。"
        raise Invalid("extension-days", reason, CLAUSE, "extension_days")


def reason_given(reason: Sealed | None, sentence: str) -> Sealed:
    """The reason, which must not be empty. Raises `Refusal` with `sentence`."""
    if reason is None:
        raise Invalid("extension-reason-missing", sentence, CLAUSE)
    return reason
