"""送达 by the clerk: of the reply, and of the notice that the answer takes longer."""

from datetime import date
from uuid import UUID

from intake.request.handlers.dossier import sealed_proof
from intake.request.handlers.office import Office, do
from intake.request.serving.commands import NotifyExtension, ServeReply
from shared.eventlog.store import Receipt
from shared.events.terms import ServiceFact
from shared.message import Origin


async def serve_reply(
    office: Office, origin: Origin, request_id: UUID, served_on: date, method: str, proof: str = ""
) -> Receipt:
    """送达答复书: `method` is an id of `shared.events.codes.SERVICE_METHODS`; all but `electronic` need a proof, whose free words are sealed."""
    sealed = await sealed_proof(office, origin.agency, request_id, proof)
    served = ServiceFact(dispatched_on=served_on, method=method, proof=sealed)
    command = ServeReply(origin=origin, served=served)
    return await do(office.store, request_id, command)


async def notify_extension(
    office: Office, origin: Origin, request_id: UUID, served_on: date, method: str, proof: str = ""
) -> Receipt:
    """送达延期答复告知书: as above; refused before the notice was made out, and after the reply was served."""
    sealed = await sealed_proof(office, origin.agency, request_id, proof)
    served = ServiceFact(dispatched_on=served_on, method=method, proof=sealed)
    command = NotifyExtension(origin=origin, served=served)
    return await do(office.store, request_id, command)
