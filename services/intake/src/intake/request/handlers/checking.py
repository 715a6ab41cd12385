"""Handlers of 形式审查、受理 and 撤回."""

from datetime import date
from uuid import UUID

from intake.request import commands, from_policy
from intake.request.application import seal_given
from intake.request.handlers.dependencies import Dependencies
from intake.request.handlers.loaded_request import key_of, load_request
from intake.request.handlers.stream import act_on_request
from shared.eventlog.store import Receipt
from shared.events.intake.request import Finding
from shared.events.names import REASON
from shared.message import Origin


async def complete_formal_check(
    deps: Dependencies, origin: Origin, request_id: UUID, findings: tuple[Finding, ...]
) -> Receipt:
    """形式审查 by the clerk. Raises `Refusal`."""
    policy = deps.policy(origin)
    command = commands.CompleteFormalCheck(
        origin=origin,
        findings=findings,
        fields_required=from_policy.fields_required(policy),
        basis=policy["correction.notice_working_days"].basis,
    )
    return await act_on_request(deps.store, request_id, command)


async def accept_request(deps: Dependencies, origin: Origin, request_id: UUID) -> Receipt:
    """受理 by the clerk; review opens a case. Raises `Refusal`."""
    return await act_on_request(deps.store, request_id, commands.AcceptRequest(origin=origin))


async def withdraw_request(
    deps: Dependencies, origin: Origin, request_id: UUID, withdrawn_on: date, reason: str = ""
) -> Receipt:
    """撤回申请 by the applicant (today) or by the clerk (day of the letter). Refused once the reply is rendered."""
    key = await key_of(deps.vault, origin.agency, await load_request(deps.store, origin.agency, request_id))
    sealed = seal_given(key, "text", REASON, reason.strip())
    command = commands.WithdrawRequest(origin=origin, withdrawn_on=withdrawn_on, reason=sealed)
    return await act_on_request(deps.store, request_id, command)
