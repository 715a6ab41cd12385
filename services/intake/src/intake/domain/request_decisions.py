"""What a command on a request makes happen: one function per command; each names the states that it may meet."""

from collections.abc import Collection, Sequence
from typing import assert_never

from intake.domain import rules
from intake.domain.commands import (
    AcceptRequest,
    CompleteFormalCheck,
    DestroyKey,
    FileRequest,
    Offer,
    RenderReply,
    RequestCommand,
    ServeReply,
    ViewApplicant,
)
from intake.domain.request import (
    Accepted,
    Complete,
    Filed,
    Incomplete,
    NoRequest,
    Received,
    Replied,
    Request,
    Served,
)
from shared.clock import legal_day
from shared.decider import Refusal
from shared.events.intake import (
    ApplicantViewed,
    FormalCheckCompleted,
    IntakeEvent,
    KeyDestroyed,
    ReplyRendered,
    ReplyServed,
    RequestAccepted,
    RequestReceived,
)
from shared.events.terms import Basis


def decide_request(state: Request, command: RequestCommand) -> Sequence[IntakeEvent]:  # noqa: PLR0911  # one return a command
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case FileRequest():
            return _file(state, command)
        case CompleteFormalCheck():
            return _check(filed(state), command)
        case AcceptRequest():
            return _accept(filed(state), command)
        case RenderReply():
            return _render(filed(state), command)
        case ServeReply():
            return _serve(filed(state), command)
        case ViewApplicant():
            return _view(filed(state), command)
        case DestroyKey():
            return _destroy(filed(state), command)
        case _:
            assert_never(command)


def filed(state: Request) -> Filed:
    """The request, which must have been filed."""
    if isinstance(state, NoRequest):
        raise Refusal("request-unknown", "没有找到这件申请。请核对登记编号。", status=404)
    return state


def admissible(offer: Offer, channel: str, applicant_kind: str, given: Collection[str]) -> None:
    """What may be asked of a form before anything of it is sealed or numbered. Raises `Refusal`."""
    rules.channel_offered(channel, offer.channels)
    rules.applicant_kind_known(applicant_kind, offer.applicant_kinds)
    rules.required_fields_given(given, offer.fields_required)


def _file(state: Request, command: FileRequest) -> Sequence[IntakeEvent]:
    if not isinstance(state, NoRequest):
        raise Refusal("request-exists", "这件申请已经登记过，不用重复提交。")
    admissible(command.offer, command.channel, command.applicant_kind, command.given)
    return (
        RequestReceived(
            request_id=command.request_id,
            year=legal_day(command.origin.at).year,
            number=command.number,
            channel=command.channel,
            received_on=rules.receipt_day(command.receipt_rule, command.instants, command.origin.at),
            receipt_rule=command.receipt_basis,
            instants=command.instants,
            applicant_kind=command.applicant_kind,
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


def _check(state: Filed, command: CompleteFormalCheck) -> Sequence[IntakeEvent]:
    """A request found wanting may be checked again, as long as it is not accepted."""
    if not isinstance(state, Received | Incomplete):
        raise Refusal(
            "already-checked", "这件申请的形式审查已经通过，不用再次审查。", f"{rules.REGULATION}第三十条"
        )
    rules.purpose_is_no_ground(command.findings)
    rules.findings_within_the_form(command.findings, command.fields_required)
    return (
        FormalCheckCompleted(
            request_id=state.file.request_id,
            checked_on=legal_day(command.origin.at),
            findings=command.findings,
            basis=command.basis,
        ),
    )


def _accept(state: Filed, command: AcceptRequest) -> Sequence[IntakeEvent]:
    match state:
        case Received():
            reason = "还没有完成形式审查，不能受理。请先登记审查结果。"
            raise Refusal("not-checked", reason, f"{rules.REGULATION}第三十条")
        case Incomplete():
            reason = "形式审查发现的问题还没有补正，不能受理。请先通知申请人补正，或者重新审查。"
            raise Refusal("accept-with-findings", reason, f"{rules.REGULATION}第三十条")
        case Complete(file):
            return (
                RequestAccepted(
                    request_id=file.request_id,
                    accepted_on=legal_day(command.origin.at),
                    year=file.year,
                    number=file.number,
                    received_on=file.received_on,
                    applicant_kind=file.applicant_kind,
                    content=file.content,
                ),
            )
        case Accepted() | Replied() | Served():
            raise Refusal("already-accepted", "这件申请已经受理，不用重复操作。")
        case _:
            assert_never(state)


def _render(state: Filed, command: RenderReply) -> Sequence[IntakeEvent]:
    match state:
        case Received() | Incomplete() | Complete():
            raise Refusal(
                "not-accepted",
                "这件申请还没有受理，不能制作答复书。请先受理。",
                f"{rules.REGULATION}第三十三条",
            )
        case Replied() | Served():
            raise Refusal("already-rendered", "这件申请的答复书已经制作，文号不能重复编排。")
        case Accepted(file):
            return (
                ReplyRendered(
                    request_id=file.request_id,
                    document_number=command.document_number,
                    issue_id=command.issue_id,
                    outcome=command.outcome,
                    sha256=command.sha256,
                    blob=command.blob,
                    pages=command.pages,
                    renderer=command.renderer,
                    rendered_on=legal_day(command.origin.at),
                ),
            )
        case _:
            assert_never(state)


def _serve(state: Filed, command: ServeReply) -> Sequence[IntakeEvent]:
    match state:
        case Received() | Incomplete() | Complete() | Accepted():
            reason = "答复书还没有制作完成，不能登记送达。请在答复书成文后登记。"
            raise Refusal("not-rendered", reason, f"{rules.REGULATION}第三十六条")
        case Served():
            raise Refusal("already-served", "这件申请的答复已经登记送达，不用重复登记。")
        case Replied(file, reply):
            rules.service_method_known(command.method)
            rules.served_within(command.served_on, reply.rendered_on, legal_day(command.origin.at))
            return (
                ReplyServed(
                    request_id=file.request_id,
                    served_on=command.served_on,
                    method=command.method,
                    outcome=reply.outcome,
                    document_number=reply.document_number,
                ),
            )
        case _:
            assert_never(state)


def _view(state: Filed, command: ViewApplicant) -> Sequence[IntakeEvent]:
    """Every opening is an event, also the second one of the same person."""
    if state.file.key_destroyed:
        raise Refusal(
            "key-destroyed",
            "申请人信息的密钥已经销毁，任何人都不能再查看。",
            "《个人信息保护法》第四十七条",
            410,
        )
    rules.view_purpose_known(command.purpose)
    return (ApplicantViewed(request_id=state.file.request_id, purpose=command.purpose),)


def _destroy(state: Filed, command: DestroyKey) -> Sequence[IntakeEvent]:
    """Only after service: while the request runs, the answer to the person is still owed."""
    rules.head_only(command.origin.actor)
    if state.file.key_destroyed:
        raise Refusal("key-already-destroyed", "这件申请的密钥已经销毁，不用重复操作。")
    if not isinstance(state, Served):
        raise Refusal(
            "request-still-open",
            "答复还没有送达，不能销毁密钥。请在办结后再办理。",
            f"{rules.REGULATION}第三十三条",
        )
    rules.destruction_reason_known(command.reason)
    if command.reason == "retention-over":
        rules.retention_over(state.served_on, command.retention_years, legal_day(command.origin.at))
    basis = Basis("第四十七条", "《个人信息保护法》")
    return (KeyDestroyed(request_id=state.file.request_id, reason=command.reason, basis=basis),)
