"""The stream of a request: its rows, and the common way to run a command on a filed request."""

from collections.abc import Sequence
from uuid import UUID

from intake.request.commands import RequestCommand
from intake.request.decide import request_decider
from shared.command.decider import NotFound
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.events.intake.request import RequestReceived
from shared.events.registry import load
from shared.message import Recorded


def stream_of(request_id: UUID) -> str:
    """The stream of one request."""
    return f"request/{request_id}"


async def rows_of(store: EventStore, agency: str, request_id: UUID) -> Sequence[Recorded]:
    """All rows of a request, its receipt first. Raises `Refusal` when there is none."""
    rows = await store.load(agency, stream_of(request_id))
    if not rows:
        raise NotFound("request-unknown", "没有找到这件申请。请核对登记编号。")
    return rows


async def first_row(store: EventStore, agency: str, request_id: UUID) -> Recorded:
    """The first row of a request; it carries the id of its key. Raises `Refusal` when there is none."""
    return (await rows_of(store, agency, request_id))[0]


def received_of(row: Recorded) -> RequestReceived:
    """The event of a request's first row."""
    event = load(row)
    if not isinstance(event, RequestReceived):
        raise TypeError(f"a request begins with {event.type_name()}")
    return event


async def act_on_request(store: EventStore, request_id: UUID, command: RequestCommand) -> Receipt:
    """Run a command on a filed request. Every row carries the key id, so an authorised reader can decrypt it.

    Raises `Refusal`, `VersionConflict`.
    """
    origin = command.origin

    async def attempt() -> Commit:
        rows = await rows_of(store, origin.agency, request_id)
        events = tuple(request_decider.decide(state_after(request_decider, rows), command))
        change = Change(stream_of(request_id), len(rows), events, rows[0].key_id)
        return Commit(origin, (change,), {"request_id": str(request_id)})

    return await commit_with_retry(store, origin, attempt)
