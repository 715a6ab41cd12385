"""Rendering and service of the reply and of the extension notice, each once."""

from collections.abc import Sequence
from typing import assert_never

from intake.request import rules
from intake.request.serving import rules as paper_rules
from intake.request.serving.commands import (
    NotifyExtension,
    PaperCommand,
    RenderExtensionNotice,
    RenderReply,
    ServeReply,
)
from intake.request.state import Accepted, Answerable, Filed, Replied, Served, overtaken
from shared.command.decider import Refusal
from shared.events.codes import PaperName
from shared.events.intake.correction import CorrectionNoticeDispatched
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    ExtensionNoticeRendered,
    PaperReceived,
    ReplyDispatched,
    ReplyRendered,
)
from shared.events.names import EXTENSION_NOTICE, POST, REPLY
from shared.events.terms import DeliveryFact
from shared.time.clock import legal_day

EXTENSION_CLAUSE = f"{rules.REGULATION}第三十三条第二款"


def decide_paper(state: Filed, command: PaperCommand) -> Sequence[IntakeEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case RenderReply():
            return _render(state, command)
        case ServeReply():
            return _serve(state, command)
        case RenderExtensionNotice():
            return _render_extension(state, command)
        case NotifyExtension():
            return _notify_extension(state, command)
        case _:
            assert_never(command)


def _render(state: Filed, command: RenderReply) -> Sequence[IntakeEvent]:
    """A reply that was signed before a withdrawal was heard of is rendered too: nobody is left without an answer."""
    if isinstance(state, Replied | Served):
        reason = "这件申请的答复书已经制作，文号不能重复编排。"
        raise Refusal("already-rendered", reason, f"{rules.REGULATION}第三十六条")
    if overtaken(state, command.outcome, command.issue_id):
        reason = "补正是按期收到的，这件申请没有逾期，不能按逾期不补正答复。"
        raise Refusal("reply-overtaken", reason, f"{rules.REGULATION}第三十条")
    if not isinstance(state, Answerable):
        reason = "这件申请还没有受理，不能制作答复书。请先受理。"
        raise Refusal("not-accepted", reason, f"{rules.REGULATION}第三十三条")
    return (
        ReplyRendered(
            request_id=state.file.request_id,
            issue_id=command.issue_id,
            outcome=command.outcome,
            letter=command.letter,
            rendered_on=legal_day(command.origin.at),
        ),
    )


def _serve(state: Filed, command: ServeReply) -> Sequence[IntakeEvent]:
    if isinstance(state, Served):
        reason = "这件申请的答复已经登记送达，不用重复登记。"
        raise Refusal("already-served", reason, paper_rules.CLAUSE)
    if not isinstance(state, Replied):
        reason = "答复书还没有制作完成，不能登记送达。请在答复书成文后登记。"
        raise Refusal("not-rendered", reason, f"{rules.REGULATION}第三十六条")
    reply, today = state.reply, legal_day(command.origin.at)
    paper_rules.require_proof_of_service(command.served)
    paper_rules.require_service_day(command.served.dispatched_on, reply.rendered_on, today, "答复书")
    dispatched = ReplyDispatched(
        request_id=state.file.request_id,
        document_number=reply.document_number,
        outcome=reply.outcome,
        served=command.served,
    )
    return dispatched, *received_with(dispatched, REPLY)


def _render_extension(state: Filed, command: RenderExtensionNotice) -> Sequence[IntakeEvent]:
    """Once, and only while review works on the request."""
    if not isinstance(state, Accepted) or state.file.extension is not None:
        reason = "这件申请不在办理中，或者已经延期过，不能制作延期答复告知书。"
        raise Refusal("extension-out-of-place", reason, EXTENSION_CLAUSE)
    return (
        ExtensionNoticeRendered(
            request_id=state.file.request_id,
            extension_id=command.extension_id,
            working_days=command.working_days,
            letter=command.letter,
            rendered_on=legal_day(command.origin.at),
        ),
    )


def _notify_extension(state: Filed, command: NotifyExtension) -> Sequence[IntakeEvent]:
    """Whether it came before the first due date is for the clock to say; that it came is a fact, also of a reply made out.

    Once the reply is served the clock has stopped: what nobody counts any more is told to the file, not to the log.
    """
    extension = state.file.extension
    if extension is None:
        reason = "没有待送达的延期答复告知书。延期经批准并成文后再登记送达。"
        raise Refusal("extension-not-rendered", reason, EXTENSION_CLAUSE)
    if extension.served_on is not None:
        raise Refusal(
            "extension-already-notified", "延期答复告知书已经登记送达，不用重复登记。", EXTENSION_CLAUSE
        )
    if isinstance(state, Served):
        reason = (
            "答复已经送达，答复期限已经停止计算，不能再登记延期。"
            "延期答复告知书确已按期送达的，请将送达凭证归档，并附卷说明漏登的原因。"
        )
        raise Refusal("extension-out-of-place", reason, EXTENSION_CLAUSE)
    if not isinstance(state, Accepted | Replied):
        reason = "这件申请已经终止办理，不用再延期。请按终止办理的程序答复申请人。"
        raise Refusal("extension-out-of-place", reason, EXTENSION_CLAUSE)
    today = legal_day(command.origin.at)
    paper_rules.require_proof_of_service(command.served)
    paper_rules.require_service_day(
        command.served.dispatched_on, extension.rendered_on, today, "延期答复告知书"
    )
    dispatched = ExtensionNoticeDispatched(
        request_id=state.file.request_id,
        document_number=extension.document_number,
        extension_id=extension.extension_id,
        working_days=extension.working_days,
        served=command.served,
    )
    return dispatched, *received_with(dispatched, EXTENSION_NOTICE)


def received_with(
    dispatched: ReplyDispatched | CorrectionNoticeDispatched | ExtensionNoticeDispatched, paper: PaperName
) -> Sequence[IntakeEvent]:
    """签收 of a paper on the day of its dispatch: of all that is handed over; what is posted is on its way (235号)."""
    if dispatched.served.method == POST:
        return ()
    return (
        PaperReceived(
            request_id=dispatched.request_id,
            paper=paper,
            document_number=dispatched.document_number,
            delivered=DeliveryFact(received_on=dispatched.served.dispatched_on),
        ),
    )
