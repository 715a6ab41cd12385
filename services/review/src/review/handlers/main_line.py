"""Commands on the main line of a case that need nothing but the case: 立案, 退回."""

from collections.abc import Sequence
from uuid import UUID

from review.domain.commands import CaseCommand, OpenCase, ReturnDraft
from review.domain.decider import case_decider
from review.drafting import REASON, seal
from review.handlers.office import Desk, Office, act_on_case, last_actor, stream_of
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Receipt
from shared.events.review import OutcomeProposed
from shared.message import Origin, Recorded


async def open_case(store: EventStore, command: OpenCase, key_id: str | None) -> Receipt:
    """立案, for the reaction. Raises `Refusal` when the case is open."""
    return await execute(
        store, case_decider, command.origin, stream_of(command.matter.request_id), command, key_id=key_id
    )


async def return_draft(
    office: Office, origin: Origin, request_id: UUID, draft: int, reason: str, *, heads: str | None
) -> Receipt:
    """退回 in the role that the actor acts in."""

    def write(desk: Desk) -> CaseCommand:
        return ReturnDraft(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            draft=draft,
            level=origin.actor.role,
            reason=seal(desk.key, REASON, reason),
            chain=desk.policy["signoff.chain"].value,
        )

    return await act_on_case(office, origin, request_id, write)


def drafter_of(rows: Sequence[Recorded]) -> str:
    """The account that proposed the present draft: who acted stands in the row, not in the event."""
    return last_actor(rows, OutcomeProposed)
