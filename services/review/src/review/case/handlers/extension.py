"""Handlers of 延期: asked for, approved, refused."""

from datetime import date
from uuid import UUID, uuid5

from review.case.commands import (
    ApproveExtension,
    CaseCommand,
    Heads,
    ProposeExtension,
    RefuseExtension,
)
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import LoadedCase, act_on_case, last_actor
from review.drafting import REASON, seal
from shared.eventlog.store import Receipt
from shared.events.review.case import ExtensionProposed
from shared.message import Origin


async def propose_extension(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    request: tuple[int, str],
    *,
    due_on: date | None,
    heads: Heads,
) -> Receipt:
    """提请延期 by the head of the section; `request` is the number of working days and the reason. Raises `Refusal`."""
    working_days, reason = request

    def write(loaded: LoadedCase) -> CaseCommand:
        return ProposeExtension(
            origin=origin,
            able=loaded.able(origin),
            request_id=request_id,
            heads=heads,
            extension_id=uuid5(origin.command_id, "extension"),
            working_days=working_days,
            reason=seal(loaded.key, REASON, reason),
            due_on=due_on,
            working_days_max=loaded.policy["extension.working_days_max"].value,
            times_max=loaded.policy["extension.times_max"].value,
        )

    return await act_on_case(deps, origin, request_id, write)


async def approve_extension(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    extension_id: UUID,
    *,
    due_on: date | None,
    heads: Heads,
) -> Receipt:
    """同意延期, in the role that the agency's policy names. Raises `Refusal`."""

    def write(loaded: LoadedCase) -> CaseCommand:
        return ApproveExtension(
            origin=origin,
            request_id=request_id,
            heads=heads,
            extension_id=extension_id,
            approver=loaded.policy["extension.approver"].value,
            proposer=last_actor(loaded.rows, ExtensionProposed),
            due_on=due_on,
            basis=loaded.policy["extension.working_days_max"].basis,
        )

    return await act_on_case(deps, origin, request_id, write)


async def refuse_extension(
    deps: Dependencies, origin: Origin, request_id: UUID, extension_id: UUID, reason: str, *, heads: Heads
) -> Receipt:
    """不同意延期, in the role that the agency's policy names. Raises `Refusal`."""

    def write(loaded: LoadedCase) -> CaseCommand:
        return RefuseExtension(
            origin=origin,
            request_id=request_id,
            heads=heads,
            extension_id=extension_id,
            approver=loaded.policy["extension.approver"].value,
            proposer=last_actor(loaded.rows, ExtensionProposed),
            reason=seal(loaded.key, REASON, reason),
        )

    return await act_on_case(deps, origin, request_id, write)
