"""补正 (条例第三十条): told once, served, then mended or lapsed. One function per command."""

from collections.abc import Sequence
from typing import assert_never

from intake.request import receipt as receipt_rules
from intake.request import rules
from intake.request.correction import rules as correction_rules
from intake.request.correction.commands import (
    CorrectionCommand,
    CorrectRequest,
    LapseCorrection,
    NotifyCorrection,
    RequestCorrection,
)
from intake.request.serving import rules as paper_rules
from intake.request.serving.decide import received_with
from intake.request.state import (
    AwaitingCorrection,
    Complete,
    CorrectionDrawn,
    Filed,
    Incomplete,
    Lapsed,
    Received,
    Replied,
    Served,
    answerable_notice,
)
from shared.command.decider import Invalid, Refusal
from shared.events.intake.correction import (
    CorrectionLapsed,
    CorrectionNoticeDispatched,
    CorrectionRequested,
    RequestCorrected,
)
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import ApplicantFact
from shared.events.names import CORRECTION_NOTICE, NO_CORRECTION
from shared.time.clock import legal_day

CLAUSE = f"{rules.REGULATION}第三十条"


def decide_correction(state: Filed, command: CorrectionCommand) -> Sequence[IntakeEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case RequestCorrection():
            return _request(state, command)
        case NotifyCorrection():
            return _notify(state, command)
        case CorrectRequest():
            return _correct(state, command)
        case LapseCorrection():
            return _lapse(state, command)
        case _:
            assert_never(command)


def _request(state: Filed, command: RequestCorrection) -> Sequence[IntakeEvent]:
    """Before acceptance only, and so often as the rules allow: once."""
    if isinstance(state, CorrectionDrawn | AwaitingCorrection):
        raise Refusal("correction-under-way", "补正告知书已经制作，不用重复制作。", CLAUSE)
    if not isinstance(state, Received | Incomplete | Complete):
        raise Refusal("correction-too-late", "这件申请已经受理或者终止，不能再要求补正。", CLAUSE)
    correction_rules.require_notice_left(len(state.file.corrections), command.rounds_max)
    correction_rules.require_findings(command.findings)
    rules.refuse_purpose_as_ground(command.findings)
    rules.require_findings_within_form(command.findings, command.fields_required)
    correction_rules.require_reasonable_period(command.respond_working_days)
    if command.explanation is None:
        reason = "请写明需要补正的具体内容和要求：申请人要看得懂怎样补正。"
        raise Invalid("explanation-missing", reason, CLAUSE)
    return (
        CorrectionRequested(
            request_id=state.file.request_id,
            findings=command.findings,
            explanation=command.explanation,
            respond_working_days=command.respond_working_days,
            requested_on=legal_day(command.origin.at),
            letter=command.letter,
            basis=command.basis,
        ),
    )


def _notify(state: Filed, command: NotifyCorrection) -> Sequence[IntakeEvent]:
    if isinstance(state, AwaitingCorrection):
        raise Refusal("correction-already-notified", "补正告知书已经登记送达，不用重复登记。", CLAUSE)
    if not isinstance(state, CorrectionDrawn):
        raise Refusal("correction-not-drawn", "没有待送达的补正告知书。请先制作补正告知书。", CLAUSE)
    notice = state.notice
    paper_rules.require_proof_of_service(command.served)
    today = legal_day(command.origin.at)
    paper_rules.require_service_day(command.served.dispatched_on, notice.requested_on, today, "补正告知书")
    dispatched = CorrectionNoticeDispatched(
        request_id=state.file.request_id,
        document_number=notice.document_number,
        respond_working_days=notice.respond_working_days,
        served=command.served,
    )
    return dispatched, *received_with(dispatched, CORRECTION_NOTICE)


def _correct(state: Filed, command: CorrectRequest) -> Sequence[IntakeEvent]:
    """A late correction is accepted until the lapse is recorded, so the applicant is not worse off.

    Nor by when it is registered: what came in time ends the lapse, until the reply that closes the request is served. One
    that lies ready is void: nobody is served what the agency knows to be wrong.
    """
    if isinstance(state, CorrectionDrawn):
        reason = "补正告知书还没有登记送达。请先登记送达，再登记补正。"
        raise Refusal("correction-not-notified", reason, CLAUSE)
    if isinstance(state, Served) and state.reply.outcome == NO_CORRECTION:
        reason = (
            "逾期不补正的告知书已经送达，不能再登记补正。补正确系按期到达的，请另行登记为新的申请、尽快答复，"
            "并告知申请人可以就该告知书申请行政复议或者提起行政诉讼。"
        )
        raise Refusal("closing-served", reason, CLAUSE)
    told = answerable_notice(state)
    if told is None:
        raise Refusal("no-correction-awaited", "这件申请没有等待补正，不用补正。", CLAUSE)
    return (_corrected(state, told, command),)


def _corrected(state: Filed, told: AwaitingCorrection | Lapsed, command: CorrectRequest) -> RequestCorrected:
    admission = command.admission
    rules.require_offered_channel(command.channel, admission.channels)
    rules.required_fields_given(
        command.given, correction_rules.owed(admission.fields_required, told.notice.wanting)
    )
    correction_rules.require_some_correction(command.corrected)
    receipt = receipt_rules.receipt_of(
        command.channel, command.instants, command.receipt_rule, command.receipt_basis, command.origin.at
    )
    arrived_on = receipt_rules.arrival_day(command.instants)
    correction_rules.require_arrival_after_notice(arrived_on, told.served_on)
    if isinstance(told, Lapsed):
        correction_rules.require_arrival_in_time(arrived_on, told.due_on)
    return RequestCorrected(
        request_id=state.file.request_id,
        receipt=receipt,
        corrected=command.corrected,
        applicant=ApplicantFact(kind=state.file.applicant_kind, person=command.applicant),
        content=command.content,
        hints=command.hints,
        supply_form=command.supply_form,
        delivery=command.delivery,
        voided_number=state.reply.document_number if isinstance(state, Replied) else None,
    )


def _lapse(state: Filed, command: LapseCorrection) -> Sequence[IntakeEvent]:
    """Only while the correction is awaited: what came in between, or was withdrawn, has moved on."""
    if not isinstance(state, AwaitingCorrection):
        raise Refusal("no-correction-awaited", "这件申请没有等待补正。", CLAUSE)
    return (
        CorrectionLapsed(
            due_on=command.due_on,
            lapsed_on=legal_day(command.origin.at),
            basis=command.basis,
            **state.file.taken_over(),
        ),
    )
