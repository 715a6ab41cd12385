"""What an event makes of a request. Facts are believed: whatever is in the log has happened."""

from dataclasses import replace

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
from shared.events.intake import (
    FormalCheckCompleted,
    IntakeEvent,
    KeyDestroyed,
    ReplyRendered,
    ReplyServed,
    RequestAccepted,
    RequestReceived,
)


class BrokenHistory(Exception):
    """An event that cannot follow what stands before it: the stream was not written by this decider."""


def evolve_request(state: Request, event: IntakeEvent) -> Request:
    """The state after `event`."""
    if isinstance(event, RequestReceived):
        return Received(_file(event))
    if isinstance(state, NoRequest):
        raise BrokenHistory(event.type_name())
    return _evolve_filed(state, event)


def _evolve_filed(state: Filed, event: IntakeEvent) -> Request:
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
        case KeyDestroyed():
            return replace(state, file=replace(state.file, key_destroyed=True))
        case _:
            return state


def _file(event: RequestReceived) -> File:
    return File(
        request_id=event.request_id,
        year=event.year,
        number=event.number,
        received_on=event.received_on,
        applicant_kind=event.applicant_kind,
        content=event.content,
    )
