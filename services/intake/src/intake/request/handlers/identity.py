"""Who asked: opened for a stated purpose, and closed for ever when its key is destroyed."""

from uuid import UUID

from intake.request import commands
from intake.request.application import unseal_applicant
from intake.request.handlers.dossier import dossier_of
from intake.request.handlers.office import Office, do, first_row
from shared.eventlog.store import Receipt
from shared.message import Origin


async def view_applicant(office: Office, origin: Origin, request_id: UUID, purpose: str) -> dict[str, str]:
    """Log who opens the identity and why, and only then open it. Raises `Refusal`, `KeyDestroyedError`."""
    await do(office.store, request_id, commands.ViewApplicant(origin=origin, purpose=purpose))
    dossier = await dossier_of(office.store, origin.agency, request_id)
    key = await office.vault.open(origin.agency, dossier.key_id)
    return unseal_applicant(key, (dossier.corrected or dossier.received).applicant.person)


async def destroy_key(office: Office, origin: Origin, request_id: UUID, reason: str) -> Receipt:
    """销毁密钥 by the head: the event first, then the key; the reaction `intake.destroy-key` makes up for a crash."""
    policy = office.policy(origin)
    command = commands.DestroyKey(
        origin=origin,
        able=policy.roles.able((origin.actor.role,)),
        reason=reason,
        retention_years=policy["retention.case_years"].value,
    )
    receipt = await do(office.store, request_id, command)
    first = await first_row(office.store, origin.agency, request_id)
    await office.vault.destroy(origin.agency, str(first.key_id))
    return receipt
