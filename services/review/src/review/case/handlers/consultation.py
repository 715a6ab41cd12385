"""Handlers of 征求意见: a letter goes out, the party's answer comes in."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from review.case.commands import (
    AnswerConsultation,
    CaseCommand,
    Heads,
    SendConsultation,
)
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import LoadedCase, act_on_case, decided, load_case
from review.drafting import QUESTION, REASON, seal, seal_party
from shared.command.execute import commit_with_retry
from shared.eventlog.store import Commit, Receipt
from shared.events.codes import OTHER_AGENCY, THIRD_PARTY
from shared.events.terms import Sealed, Subject
from shared.message import Origin
from shared.privacy.sealing import Scope

ASKING = {THIRD_PARTY: "third_party", OTHER_AGENCY: "coproducer"}
"""Kind of letter → the part of the policy with the time to answer and the effect of silence."""
LETTER_SCOPES: Final[tuple[Scope, ...]] = ("party",)
UNSEALED: Final = Sealed(scope="party", box="")
"""Placeholder for a party before its letter has a key; no event is written with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """征求意见书 as it was typed."""

    kind: str
    party: str
    question: str
    sent_on: date
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A party's answer as it was typed: `consents` or `refuses`."""

    answer: str
    reason: str
    arrived_on: date


async def send_consultation(
    deps: Dependencies, origin: Origin, request_id: UUID, letter: Letter, *, heads: Heads
) -> Receipt:
    """征求意见 by the head of the section; the policy gives the time to answer. Raises `Refusal`.

    The party is sealed with the letter's own key, which is destroyed with the request's. A refusal creates no key.
    """
    consultation_id = uuid5(origin.command_id, "consultation")

    def written(loaded: LoadedCase, party: Sealed | None) -> CaseCommand:
        rule = loaded.policy[f"{ASKING.get(letter.kind, 'third_party')}.reply_working_days"]
        return SendConsultation(
            origin=origin,
            able=loaded.able(origin),
            request_id=request_id,
            heads=heads,
            consultation_id=consultation_id,
            kind=letter.kind,
            party=party,
            question=seal(loaded.key, QUESTION, letter.question),
            sent_on=letter.sent_on,
            received_on=letter.received_on,
            respond_working_days=rule.value,
            basis=rule.basis,
        )

    async def attempt() -> Commit:
        loaded = await load_case(deps, origin, request_id)
        decided(origin, request_id, loaded, written(loaded, UNSEALED if letter.party else None))
        key = await deps.vault.create(
            origin.agency, Subject.letter(consultation_id), LETTER_SCOPES, about=loaded.key.key_id
        )
        return decided(origin, request_id, loaded, written(loaded, seal_party(key, letter.party)))

    return await commit_with_retry(deps.store, origin, attempt)


async def answer_consultation(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    consultation_id: UUID,
    opinion: Opinion,
    *,
    heads: Heads,
) -> Receipt:
    """登记意见 by the head of the section or the clerk. Raises `Refusal`."""

    def write(loaded: LoadedCase) -> CaseCommand:
        return AnswerConsultation(
            origin=origin,
            able=loaded.able(origin),
            request_id=request_id,
            heads=heads,
            consultation_id=consultation_id,
            answer=opinion.answer,
            reason=seal(loaded.key, REASON, opinion.reason),
            arrived_on=opinion.arrived_on,
        )

    return await act_on_case(deps, origin, request_id, write)
