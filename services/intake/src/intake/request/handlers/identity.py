"""Handlers that open the applicant's identity and destroy the request's key."""

from uuid import UUID

from intake.request import commands
from intake.request.application import unseal_applicant
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.loaded_request import load_request
from intake.request.handlers.stream import act_on_request, first_row
from shared.eventlog.store import Receipt
from shared.message import Origin


async def view_applicant(
    deps: Dependencies, origin: Origin, request_id: UUID, purpose: str
) -> dict[str, str]:
    """Record who opens the identity for which purpose, then decrypt it. Raises `Refusal`, `KeyDestroyedError`."""
    await act_on_request(deps.store, request_id, commands.ViewApplicant(origin=origin, purpose=purpose))
    loaded = await load_request(deps.store, origin.agency, request_id)
    key = await deps.vault.open(origin.agency, loaded.key_id)
    return unseal_applicant(key, (loaded.corrected or loaded.received).applicant.person)


async def destroy_key(deps: Dependencies, origin: Origin, request_id: UUID, reason: str) -> Receipt:
    """销毁密钥 by the head: append the event, then destroy the key.

    After a crash in between, the reaction `intake.destroy-key` destroys the key. Raises `Refusal`.
    """
    policy = deps.policy(origin)
    command = commands.DestroyKey(
        origin=origin,
        able=policy.roles.able((origin.actor.role,)),
        reason=reason,
        retention_years=policy["retention.case_years"].value,
    )
    receipt = await act_on_request(deps.store, request_id, command)
    first = await first_row(deps.store, origin.agency, request_id)
    await deps.vault.destroy(origin.agency, str(first.key_id))
    return receipt
