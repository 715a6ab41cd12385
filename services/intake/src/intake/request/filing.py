"""Decides receipt, formal check, acceptance and withdrawal of a request."""

from collections.abc import Collection, Sequence
from typing import assert_never

from intake.request import receipt as receipt_rules
from intake.request import rules
from intake.request.admission import Admission
from intake.request.commands import AcceptRequest, CompleteFormalCheck, FileRequest, WithdrawRequest
from intake.request.state import (
    AwaitingCorrection,
    Complete,
    CorrectionDrawn,
    Filed,
    Incomplete,
    Lapsed,
    NoRequest,
    Received,
    Replied,
    Request,
    Served,
    Withdrawn,
)
from shared.command.decider import Refusal
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import (
    FormalCheckCompleted,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.time.clock import legal_day


def admissible(admission: Admission, channel: str, applicant_kind: str, given: Collection[str]) -> None:
    """Check channel, applicant kind and required fields before anything is sealed or numbered. Raises `Refusal`."""
    rules.require_offered_channel(channel, admission.channels)
    rules.require_known_applicant_kind(applicant_kind, admission.applicant_kinds)
    rules.required_fields_given(given, admission.fields_required)


def receive(state: Request, command: FileRequest) -> Sequence[IntakeEvent]:
    """收到申请: receive the request with the next number; the channel's rule gives day 0."""
    if not isinstance(state, NoRequest):
        raise Refusal("request-exists", "这件申请已经登记过，不用重复提交。", f"{rules.REGULATION}第二十九条")
    admissible(command.admission, command.channel, command.applicant.kind, command.given)
    return (
        RequestReceived(
            request_id=command.request_id,
            year=legal_day(command.origin.at).year,
            number=command.number,
            receipt=receipt_rules.receipt_of(
                command.channel,
                command.instants,
                command.receipt_rule,
                command.receipt_basis,
                command.origin.at,
            ),
            applicant=command.applicant,
            content=command.content,
            hints=command.hints,
            purpose=command.purpose,
            supply_form=command.supply_form,
            delivery=command.delivery,
            query_code=command.query_code,
            query_lookup=command.query_lookup,
        ),
    )


def decide_filed(
    state: Filed, command: CompleteFormalCheck | AcceptRequest | WithdrawRequest
) -> Sequence[IntakeEvent]:
    """The events of a command on a request that was filed."""
    match command:
        case CompleteFormalCheck():
            return _check(state, command)
        case AcceptRequest():
            return _accept(state, command)
        case WithdrawRequest():
            return _withdraw(state, command)
        case _:
            assert_never(command)


def _check(state: Filed, command: CompleteFormalCheck) -> Sequence[IntakeEvent]:
    """Record the formal check. An incomplete request can be checked again until a notice is drawn up or it is accepted."""
    if isinstance(state, CorrectionDrawn | AwaitingCorrection):
        reason = "已经要求申请人补正，收到补正后再审查。"
        raise Refusal("correction-under-way", reason, f"{rules.REGULATION}第三十条")
    if not isinstance(state, Received | Incomplete):
        reason = "这件申请的形式审查已经结束，不用再次审查。"
        raise Refusal("already-checked", reason, f"{rules.REGULATION}第三十条")
    rules.refuse_purpose_as_ground(command.findings)
    rules.require_findings_within_form(command.findings, command.fields_required)
    return (
        FormalCheckCompleted(
            request_id=state.file.request_id,
            checked_on=legal_day(command.origin.at),
            findings=command.findings,
            basis=command.basis,
        ),
    )


def _accept(state: Filed, command: AcceptRequest) -> Sequence[IntakeEvent]:
    """Accept a complete request. A corrected one is accepted even if incomplete: article 30 allows one notice only."""
    clause = f"{rules.REGULATION}第三十条"
    match state:
        case Received():
            raise Refusal("not-checked", "还没有完成形式审查，不能受理。请先登记审查结果。", clause)
        case Incomplete(file) if not file.corrections:
            reason = "形式审查发现的问题还没有补正，不能受理。请先通知申请人补正，或者重新审查。"
            raise Refusal("accept-with-findings", reason, clause)
        case CorrectionDrawn() | AwaitingCorrection():
            raise Refusal("correction-under-way", "正在等待申请人补正，不能受理。收到补正后再办理。", clause)
        case Lapsed() | Withdrawn():
            reason = "这件申请已经终止，不能受理。请按终止办理的程序答复申请人。"
            raise Refusal("request-closed", reason, clause)
        case Complete(file) | Incomplete(file):
            on = legal_day(command.origin.at)
            return (RequestAccepted(accepted_on=on, **file.taken_over()),)
        case _:
            raise Refusal("already-accepted", "这件申请已经受理，不用重复操作。", clause)


def _withdraw(state: Filed, command: WithdrawRequest) -> Sequence[IntakeEvent]:
    """撤回 is possible until the reply is rendered; the regulation has no rule about it."""
    match state:
        case Withdrawn():
            raise Refusal("already-withdrawn", "这件申请已经撤回，不用重复操作。", rules.WITHDRAWAL)
        case Lapsed():
            reason = "这件申请因逾期不补正已经视为放弃，不用再撤回。"
            raise Refusal("correction-lapsed", reason, f"{rules.REGULATION}第三十条")
        case Replied() | Served():
            reason = "答复书已经作出，不能再撤回申请。对答复不服的，可以依法申请行政复议或者提起行政诉讼。"
            raise Refusal("already-replied", reason, f"{rules.REGULATION}第三十三条")
        case _:
            today, file = legal_day(command.origin.at), state.file
            rules.require_withdrawal_day(command.withdrawn_on, file.received_on, today)
            return (
                RequestWithdrawn(
                    withdrawn_on=command.withdrawn_on, reason=command.reason, **file.taken_over()
                ),
            )
