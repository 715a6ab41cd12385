"""deadline's `deadline-missed` of the correction period: the request is deemed abandoned (条例第三十条)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from intake.request.correction.commands import LapseCorrection
from intake.request.handlers.loaded_request import load_request
from intake.request.handlers.stream import act_on_request
from intake.request.state import AwaitingCorrection
from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore
from shared.events.deadline.clock import DeadlineMissed
from shared.events.names import NO_CORRECTION
from shared.events.registry import load
from shared.events.terms import CORRECTION
from shared.message import Recorded, follow
from shared.policy import PolicyOf
from shared.time.clock import legal_day

OUTCOME: Final = f"outcomes.{NO_CORRECTION}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseMissedCorrection(Reaction):
    """补正期限届满 → 视为放弃申请, if the correction is still awaited; review then closes the request."""

    policy_of: PolicyOf
    name: str = "intake.lapse-correction"
    source: str = "deadline"
    types: frozenset[str] = frozenset({DeadlineMissed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Lapse once; nothing happens when the correction came, or the request was withdrawn, in between."""
        missed = load(row)
        if not isinstance(missed, DeadlineMissed) or missed.clock != CORRECTION:
            return
        request_id = UUID(missed.subject.id)
        loaded = await load_request(store, row.agency, request_id)
        if not isinstance(loaded.state, AwaitingCorrection):
            return
        origin = follow(row, self.name)
        rule = self.policy_of(row.agency, legal_day(origin.at))[OUTCOME]
        command = LapseCorrection(origin=origin, due_on=missed.due_on, basis=rule.basis)
        await act_on_request(store, request_id, command)
