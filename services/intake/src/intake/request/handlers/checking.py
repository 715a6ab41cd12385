"""形式审查、受理、撤回: a request until review has it, or until its applicant wants it no more."""

from datetime import date
from uuid import UUID

from intake.request import commands, from_policy
from intake.request.application import seal_given
from intake.request.handlers.dossier import dossier_of, key_of
from intake.request.handlers.office import Office, do
from shared.eventlog.store import Receipt
from shared.events.intake.request import Finding
from shared.events.names import REASON
from shared.message import Origin


async def complete_formal_check(
    office: Office, origin: Origin, request_id: UUID, findings: tuple[Finding, ...]
) -> Receipt:
    """形式审查 by the clerk."""
    policy = office.policy(origin)
    command = commands.CompleteFormalCheck(
        origin=origin,
        findings=findings,
        fields_required=from_policy.fields_required(policy),
        basis=policy["correction.notice_working_days"].basis,
    )
    return await do(office.store, request_id, command)


async def accept_request(office: Office, origin: Origin, request_id: UUID) -> Receipt:
    """受理 by the clerk: review hears of it."""
    return await do(office.store, request_id, commands.AcceptRequest(origin=origin))


async def withdraw_request(
    office: Office, origin: Origin, request_id: UUID, withdrawn_on: date, reason: str = ""
) -> Receipt:
    """撤回申请 by the applicant (today) or by the clerk with the paper (its day); refused once the reply is made out."""
    key = await key_of(office.vault, origin.agency, await dossier_of(office.store, origin.agency, request_id))
    sealed = seal_given(key, "text", REASON, reason.strip())
    command = commands.WithdrawRequest(origin=origin, withdrawn_on=withdrawn_on, reason=sealed)
    return await do(office.store, request_id, command)
