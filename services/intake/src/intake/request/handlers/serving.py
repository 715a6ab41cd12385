"""Handlers of 送达 by the clerk: service of the reply and of the extension notice."""

from datetime import date
from uuid import UUID

from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.loaded_request import sealed_proof
from intake.request.handlers.stream import act_on_request
from intake.request.serving.commands import NotifyExtension, ServeReply
from shared.eventlog.store import Receipt
from shared.events.codes import ServiceMethod
from shared.events.terms import ServiceFact
from shared.message import Origin


async def serve_reply(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    served_on: date,
    method: ServiceMethod,
    proof: str = "",
) -> Receipt:
    """送达答复书: record its service.

    All methods but `electronic` need a proof; its free words are sealed. Raises `Refusal`.
    """
    sealed = await sealed_proof(deps, origin.agency, request_id, proof)
    served = ServiceFact(dispatched_on=served_on, method=method, proof=sealed)
    command = ServeReply(origin=origin, served=served)
    return await act_on_request(deps.store, request_id, command)


async def notify_extension(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    served_on: date,
    method: ServiceMethod,
    proof: str = "",
) -> Receipt:
    """送达延期答复告知书: record its service; parameters as in `serve_reply`. Refused: no notice yet, reply already served."""
    sealed = await sealed_proof(deps, origin.agency, request_id, proof)
    served = ServiceFact(dispatched_on=served_on, method=method, proof=sealed)
    command = NotifyExtension(origin=origin, served=served)
    return await act_on_request(deps.store, request_id, command)
