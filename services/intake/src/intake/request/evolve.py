"""Folds events into the state of a request. A history that `decide` cannot have written raises `BrokenHistory`."""

from dataclasses import replace
from typing import assert_never

from intake.request.state import (
    Accepted,
    AwaitingCorrection,
    Complete,
    Correction,
    CorrectionDrawn,
    Extension,
    Filed,
    Incomplete,
    Lapsed,
    NoRequest,
    Notice,
    Received,
    Replied,
    Reply,
    Request,
    RequestFile,
    Served,
    Withdrawn,
    answerable_notice,
)
from shared.command.decider import BrokenHistory
from shared.events.intake.correction import (
    CorrectionLapsed,
    CorrectionNoticeDispatched,
    CorrectionRequested,
    RequestCorrected,
)
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.request import (
    ApplicantViewed,
    ExtensionNoticeDispatched,
    ExtensionNoticeRendered,
    FormalCheckCompleted,
    KeyDestroyed,
    PaperReceived,
    PaperReturned,
    ReplyDispatched,
    ReplyRendered,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.names import NO_CORRECTION

CorrectionEvent = CorrectionRequested | CorrectionNoticeDispatched | RequestCorrected | CorrectionLapsed
PaperEvent = ExtensionNoticeRendered | ExtensionNoticeDispatched | PaperReceived | PaperReturned
FileEvent = ApplicantViewed | KeyDestroyed | PaperEvent
StepEvent = FormalCheckCompleted | RequestAccepted | RequestWithdrawn | ReplyRendered | ReplyDispatched


def evolve_request(state: Request, event: IntakeEvent) -> Request:
    """The state after `event`. Raises `BrokenHistory`."""
    if isinstance(event, RequestReceived):
        return Received(_file(event))
    if isinstance(state, NoRequest):
        raise _broken(state, event)
    if isinstance(event, CorrectionEvent):
        return _corrected(state, event)
    if isinstance(event, FileEvent):
        return replace(state, file=_kept(state, event))
    if isinstance(event, StepEvent):
        return _stepped(state, event)
    raise _broken(state, event)


def _stepped(state: Filed, event: StepEvent) -> Request:
    match event:
        case FormalCheckCompleted(findings=findings):
            return Incomplete(state.file, findings) if findings else Complete(state.file)
        case RequestAccepted():
            return Accepted(state.file)
        case RequestWithdrawn(withdrawn_on=on):
            return Withdrawn(state.file, on)
        case ReplyRendered():
            number = event.letter.document_number
            reply = Reply(event.issue_id, event.outcome, number, event.rendered_on)
            closes = event.outcome == NO_CORRECTION
            return Replied(state.file, reply, state if closes and isinstance(state, Lapsed) else None)
        case ReplyDispatched(served=served) if isinstance(state, Replied):
            return Served(state.file, state.reply, served.dispatched_on)
        case ReplyDispatched():
            raise _broken(state, event)
        case _:
            assert_never(event)


def _corrected(state: Filed, event: CorrectionEvent) -> Request:
    """补正: notice drawn up, served, then corrected or lapsed, in this order. A correction that came in time ends a lapse."""
    match event:
        case CorrectionRequested():
            return CorrectionDrawn(state.file, _notice(event))
        case CorrectionNoticeDispatched(served=served) if isinstance(state, CorrectionDrawn):
            return AwaitingCorrection(state.file, state.notice, served.dispatched_on, served.method or "")
        case RequestCorrected() if (told := answerable_notice(state)) is not None:
            return Received(_mended(state, told, event))
        case CorrectionLapsed(due_on=due_on) if isinstance(state, AwaitingCorrection):
            return Lapsed(state.file, state.notice, state.served_on, state.method, due_on)
        case CorrectionNoticeDispatched() | RequestCorrected() | CorrectionLapsed():
            raise _broken(state, event)
        case _:
            assert_never(event)


def _notice(event: CorrectionRequested) -> Notice:
    return Notice(
        document_number=event.letter.document_number,
        wanting=frozenset(finding.field for finding in event.findings),
        requested_on=event.requested_on,
        respond_working_days=event.respond_working_days,
    )


def _mended(state: Filed, told: AwaitingCorrection | Lapsed, event: RequestCorrected) -> RequestFile:
    """The file with the corrected text and the correction. A reply that was not served yet becomes void."""
    file = state.file
    correction = Correction(
        notice=told.notice,
        served_on=told.served_on,
        method=told.method,
        received_on=event.receipt.received_on,
    )
    return replace(
        file,
        content=event.content,
        corrections=(*file.corrections, correction),
        voided=(*file.voided, state.reply) if isinstance(state, Replied) else file.voided,
    )


def _kept(state: Filed, event: FileEvent) -> RequestFile:
    """The file after an event that does not change the state of the request."""
    file = state.file
    match event:
        case ApplicantViewed() | PaperReceived() | PaperReturned():
            return file
        case KeyDestroyed():
            return replace(file, key_destroyed=True)
        case ExtensionNoticeRendered():
            extension = Extension(
                extension_id=event.extension_id,
                working_days=event.working_days,
                document_number=event.letter.document_number,
                rendered_on=event.rendered_on,
            )
            return replace(file, extension=extension)
        case ExtensionNoticeDispatched(served=served) if file.extension is not None:
            return replace(file, extension=replace(file.extension, served_on=served.dispatched_on))
        case ExtensionNoticeDispatched():
            raise _broken(state, event)
        case _:
            assert_never(event)


def _broken(state: Request, event: IntakeEvent) -> BrokenHistory:
    return BrokenHistory(f"{event.type_name()} cannot follow {type(state).__name__}")


def _file(event: RequestReceived) -> RequestFile:
    return RequestFile(
        request_id=event.request_id,
        year=event.year,
        number=event.number,
        received_on=event.receipt.received_on,
        applicant_kind=event.applicant.kind,
        content=event.content,
    )
