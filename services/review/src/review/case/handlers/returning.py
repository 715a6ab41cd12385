"""Handler of 退回."""

from uuid import UUID

from review.case.commands import CaseCommand, Heads, ReturnDraft
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import LoadedCase, act_on_case
from review.drafting import REASON, seal
from shared.eventlog.store import Receipt
from shared.message import Origin


async def return_draft(
    deps: Dependencies, origin: Origin, request_id: UUID, draft: int, reason: str, *, heads: Heads
) -> Receipt:
    """退回 a draft, in the role of the actor. Raises `Refusal`."""

    def write(loaded: LoadedCase) -> CaseCommand:
        return ReturnDraft(
            origin=origin,
            able=loaded.able(origin),
            request_id=request_id,
            heads=heads,
            draft=draft,
            level=origin.actor.role,
            reason=seal(loaded.key, REASON, reason),
            chain=loaded.policy["signoff.chain"].value,
        )

    return await act_on_case(deps, origin, request_id, write)
