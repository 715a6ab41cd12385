"""Reactions of review: a request opens or closes a case, a missed deadline lapses a letter."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from review.case.commands import (
    LapseConsultation,
    LiftClosing,
    OpenCase,
    RequireClosing,
)
from review.case.decide import case_decider
from review.case.handlers.consultation import ASKING
from review.case.handlers.loaded_case import fold_rows, stream_of
from review.case.state import Matter, NoCase
from shared.command.execute import execute, execute_unless_idle
from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore, Receipt
from shared.events.codes import SilenceEffect
from shared.events.deadline.clock import DeadlineMissed
from shared.events.intake.correction import CorrectionLapsed, RequestCorrected
from shared.events.intake.request import RequestAccepted, RequestWithdrawn
from shared.events.names import NO_CORRECTION, WITHDRAWN
from shared.events.registry import load
from shared.events.terms import CONSULTATION, Basis
from shared.message import Origin, Recorded, follow
from shared.policy import Policy, PolicyOf
from shared.time.clock import legal_day


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowRequest(Reaction):
    """受理 → 立案; 撤回、逾期不补正 → 应予终止; 按期补正后登记 → 撤销终止.

    One reaction handles all four events, since their order matters and each reaction reads the lane independently.
    """

    policy_of: PolicyOf
    name: str = "review.follow-request"
    source: str = "intake"
    types: frozenset[str] = frozenset(
        each.type_name() for each in (RequestAccepted, CorrectionLapsed, RequestWithdrawn, RequestCorrected)
    )

    async def react(self, store: EventStore, row: Recorded) -> None:
        """React once; does nothing when the case has moved on."""
        match load(row):
            case RequestAccepted() as accepted:
                await self._open(store, row, accepted)
            case CorrectionLapsed() as ended:
                await self._end(store, row, ended, (NO_CORRECTION, ended.lapsed_on, ended.basis))
            case RequestWithdrawn(withdrawn_on=on) as ended:
                basis = self.policy_of(row.agency, on)[f"outcomes.{WITHDRAWN}"].basis
                await self._end(store, row, ended, (WITHDRAWN, on, basis))
            case RequestCorrected() as corrected:
                await self._lift(store, row, corrected)

    async def _open(self, store: EventStore, row: Recorded, accepted: RequestAccepted) -> None:
        """Open a case when there is none or it was set aside, under the request's key, which decrypts the request's text."""
        rows = await store.load(row.agency, stream_of(accepted.request_id))
        if not isinstance(fold_rows(rows), NoCase):
            return
        origin = follow(row, self.name)
        command = OpenCase(origin=origin, matter=Matter.of(accepted, sheet_for(origin)))
        await open_case(store, command, row.key_id)

    async def _end(
        self,
        store: EventStore,
        row: Recorded,
        ended: CorrectionLapsed | RequestWithdrawn,
        end: tuple[str, date, Basis],
    ) -> None:
        """Require the closing; `end` is outcome, day and basis. Opens a case if needed, since the applicant gets a reply."""
        outcome, required_on, basis = end
        origin = follow(row, self.name)
        command = RequireClosing(
            origin=origin,
            matter=Matter.of(ended, sheet_for(origin)),
            outcome=outcome,
            required_on=required_on,
            basis=basis,
        )
        await require_closing(store, command, row.key_id)

    async def _lift(self, store: EventStore, row: Recorded, corrected: RequestCorrected) -> None:
        """Lift the closing of a case whose request lapsed; does nothing when there is no case (the usual course)."""
        origin = follow(row, self.name)
        command = LiftClosing(
            origin=origin,
            request_id=corrected.request_id,
            lifted_on=legal_day(origin.at),
            basis=self.policy_of(row.agency, corrected.receipt.received_on)["correction.effect"].basis,
        )
        await lift_closing(store, command, row.key_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseConsultationOnMiss(Reaction):
    """征求意见逾期 → 沉默的效果: an unanswered letter gets the effect that the policy gives to silence."""

    policy_of: PolicyOf
    name: str = "review.lapse-consultation"
    source: str = "deadline"
    types: frozenset[str] = frozenset({DeadlineMissed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Record the silence once; missed deadlines of other clocks are ignored."""
        missed = load(row)
        if (
            not isinstance(missed, DeadlineMissed)
            or missed.clock != CONSULTATION
            or missed.request_id is None
        ):
            return
        rows = await store.load(row.agency, stream_of(missed.request_id))
        command = LapseConsultation(
            origin=follow(row, self.name),
            request_id=missed.request_id,
            consultation_id=UUID(missed.subject.id),
            effects=effects_of_silence(self.policy_of(row.agency, missed.due_on)),
            lapsed_on=missed.due_on,
        )
        await lapse_consultation(store, command, rows[0].key_id if rows else None)


def sheet_for(origin: Origin) -> UUID:
    """The id of the 保密审查单 of the case that a command opens; a case that is reopened gets a new sheet."""
    return uuid5(origin.command_id, "sheet")


def reactions(policy_of: PolicyOf) -> tuple[FollowRequest, LapseConsultationOnMiss]:
    """All reactions of review."""
    return FollowRequest(policy_of=policy_of), LapseConsultationOnMiss(policy_of=policy_of)


async def open_case(store: EventStore, command: OpenCase, key_id: str | None) -> Receipt:
    """立案, for the reaction. Raises `Refusal` when the case is already open."""
    return await execute(
        store, case_decider, command.origin, stream_of(command.matter.request_id), command, key_id=key_id
    )


async def require_closing(store: EventStore, command: RequireClosing, key_id: str | None) -> Receipt | None:
    """应予终止, for the reaction; None when the reply is issued or a closing is already required."""
    stream = stream_of(command.matter.request_id)
    return await execute_unless_idle(store, case_decider, command.origin, stream, command, key_id=key_id)


async def lift_closing(store: EventStore, command: LiftClosing, key_id: str | None) -> Receipt | None:
    """撤销终止, for the reaction; None when nothing had lapsed."""
    stream = stream_of(command.request_id)
    return await execute_unless_idle(store, case_decider, command.origin, stream, command, key_id=key_id)


async def lapse_consultation(
    store: EventStore, command: LapseConsultation, key_id: str | None
) -> Receipt | None:
    """逾期未答, for the reaction; None when the letter is answered."""
    stream = stream_of(command.request_id)
    return await execute_unless_idle(store, case_decider, command.origin, stream, command, key_id=key_id)


def effects_of_silence(policy: Policy) -> dict[str, tuple[SilenceEffect, Basis]]:
    """Kind of letter → effect of silence and its basis, by the agency's policy including the floor."""
    rules = {kind: policy[f"{part}.silence"] for kind, part in ASKING.items()}
    return {kind: (rule.value, rule.basis) for kind, rule in rules.items()}
