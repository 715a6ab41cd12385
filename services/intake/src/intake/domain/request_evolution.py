"""What an event makes of a request. A history that `decide` could not have written is refused, never guessed at."""

from dataclasses import replace
from typing import assert_never

from intake.domain.request import (
    Accepted,
    Complete,
    File,
    Filed,
    Incomplete,
    NoRequest,
    Received,
    Replied,
    Reply,
    Request,
    Served,
)
from shared.decider import BrokenHistory
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

RequestEvent = (
    RequestReceived
    | FormalCheckCompleted
    | RequestAccepted
    | ReplyRendered
    | ReplyServed
    | ApplicantViewed
    | KeyDestroyed
)


def evolve_request(state: Request, event: IntakeEvent) -> Request:
    """The state after `event`. Raises `BrokenHistory`."""
    if isinstance(event, RequestReceived):
        return Received(_file(event))
    if not isinstance(event, RequestEvent) or isinstance(state, NoRequest):
        raise _broken(state, event)
    return _evolve_filed(state, event)


def _evolve_filed(state: Filed, event: RequestEvent) -> Request:
    match event:
        case FormalCheckCompleted(findings=findings):
            return Incomplete(state.file, findings) if findings else Complete(state.file)
        case RequestAccepted():
            return Accepted(state.file)
        case ReplyRendered():
            reply = Reply(event.issue_id, event.outcome, event.document_number, event.rendered_on)
            return Replied(state.file, reply)
        case ReplyServed(served_on=served_on) if isinstance(state, Replied):
            return Served(state.file, state.reply, served_on)
        case ApplicantViewed():
            return state
        case KeyDestroyed():
            return replace(state, file=replace(state.file, key_destroyed=True))
        case RequestReceived() | ReplyServed():
            raise _broken(state, event)
        case _:
            assert_never(event)


def _broken(state: Request, event: IntakeEvent) -> BrokenHistory:
    return BrokenHistory(f"{event.type_name()} cannot follow {type(state).__name__}")


def _file(event: RequestReceived) -> File:
    return File(
        request_id=event.request_id,
        year=event.year,
        number=event.number,
        received_on=event.received_on,
        applicant_kind=event.applicant_kind,
        content=event.content,
    )
