"""What review does when others' facts arrive: a request opens a case, ends one, or a letter was met with silence."""

from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never
from uuid import UUID

from review.domain.case import NoCase
from review.domain.commands import OpenCase
from review.domain.side_commands import LapseConsultation, RequireClosing
from review.handlers import (
    effects_of_silence,
    fold_rows,
    lapse_consultation,
    open_case,
    require_closing,
    stream_of,
)
from shared.events import load
from shared.events.deadline import DeadlineMissed
from shared.events.intake import RequestAccepted, RequestWithdrawn
from shared.events.intake_corrections import CorrectionLapsed
from shared.events.terms import Basis
from shared.message import Recorded, follow
from shared.policy import PolicyOf
from shared.store import EventStore

CONSULTATION_CLOCK: Final = "consultation-"
"""What deadline's clock of a letter is called, before the letter's id."""


@dataclass(frozen=True, slots=True)
class OpenCaseOnAcceptance:
    """受理 → 立案. The case names the request's key, since review opens the request's text with it."""

    name: str = "review.open-case"
    source: str = "intake"
    types: frozenset[str] = frozenset({RequestAccepted.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Open the case once; nothing happens when it is there already."""
        accepted = load(row)
        if not isinstance(accepted, RequestAccepted):
            return
        rows = await store.load(row.agency, stream_of(accepted.request_id))
        if not isinstance(fold_rows(rows), NoCase):
            return
        command = OpenCase(
            origin=follow(row, self.name),
            request_id=accepted.request_id,
            year=accepted.year,
            number=accepted.number,
            received_on=accepted.received_on,
            applicant_kind=accepted.applicant_kind,
            content=accepted.content,
        )
        await open_case(store, command, row.key_id)


@dataclass(frozen=True, slots=True)
class RequireClosingOnEnd:
    """撤回、逾期不补正 → 应予终止: a case is opened where there is none, since the applicant is told all the same."""

    policy_of: PolicyOf
    name: str = "review.require-closing"
    source: str = "intake"
    types: frozenset[str] = frozenset({CorrectionLapsed.type_name(), RequestWithdrawn.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Require it once; nothing happens to an issued reply."""
        ended = load(row)
        if not isinstance(ended, CorrectionLapsed | RequestWithdrawn):
            return
        outcome, required_on, basis = self._end(row, ended)
        command = RequireClosing(
            origin=follow(row, self.name),
            request_id=ended.request_id,
            outcome=outcome,
            required_on=required_on,
            basis=basis,
            year=ended.year,
            number=ended.number,
            received_on=ended.received_on,
            applicant_kind=ended.applicant_kind,
            content=ended.content,
        )
        await require_closing(store, command, row.key_id)

    def _end(self, row: Recorded, ended: CorrectionLapsed | RequestWithdrawn) -> tuple[str, date, Basis]:
        """The only outcome left, since when, and why."""
        match ended:
            case CorrectionLapsed():
                return "other_no_correction", ended.lapsed_on, ended.basis
            case RequestWithdrawn():
                rule = self.policy_of(row.agency, ended.withdrawn_on)["outcomes.other_other"]
                return "other_other", ended.withdrawn_on, rule.basis
            case _:
                assert_never(ended)


@dataclass(frozen=True, slots=True)
class LapseConsultationOnMiss:
    """征求意见逾期 → 沉默的效果: a letter that nobody answered in time has the effect that the rules give it."""

    policy_of: PolicyOf
    name: str = "review.lapse-consultation"
    source: str = "deadline"
    types: frozenset[str] = frozenset({DeadlineMissed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Note the silence once; misses of other clocks are none of its business."""
        missed = load(row)
        if not isinstance(missed, DeadlineMissed) or not missed.clock.startswith(CONSULTATION_CLOCK):
            return
        rows = await store.load(row.agency, stream_of(missed.request_id))
        command = LapseConsultation(
            origin=follow(row, self.name),
            request_id=missed.request_id,
            consultation_id=UUID(missed.clock.removeprefix(CONSULTATION_CLOCK)),
            effects=effects_of_silence(self.policy_of(row.agency, missed.due_on)),
            lapsed_on=missed.due_on,
        )
        await lapse_consultation(store, command, rows[0].key_id if rows else None)
