"""Commands beside the main line of a case.

The extension and the letters are asked for by people; the required end and the silence are reactions'.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from review.domain.circumstances import OTHER_AGENCY, THIRD_PARTY
from review.domain.commands import CaseCommand
from review.domain.decider import case_decider
from review.domain.side_commands import (
    AnswerConsultation,
    ApproveExtension,
    LapseConsultation,
    LiftClosing,
    ProposeExtension,
    RefuseExtension,
    RequireClosing,
    SendConsultation,
)
from review.drafting import QUESTION, REASON, seal, seal_party
from review.handlers.office import Desk, Office, act_on_case, decided, desk_of, last_actor, stream_of
from shared.command.execute import commit_with_retry, execute_unless_idle
from shared.eventlog.store import Commit, EventStore, Receipt
from shared.events.review import ExtensionProposed
from shared.events.terms import Basis, Sealed, Subject
from shared.message import Origin
from shared.policy import Policy
from shared.privacy.sealing import Scope

ASKING = {THIRD_PARTY: "third_party", OTHER_AGENCY: "coproducer"}
"""The part of the policy that says how long each kind has to answer, and what its silence means."""


LETTER_SCOPES: Final[tuple[Scope, ...]] = ("party",)
UNSEALED: Final = Sealed(scope="party", box="")
"""A party before its letter has a key: no event is ever written with it."""


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


async def propose_extension(
    office: Office,
    origin: Origin,
    request_id: UUID,
    wish: tuple[int, str],
    *,
    due_on: date | None,
    heads: str | None,
) -> Receipt:
    """提请延期 by the head of the section `heads`: `wish` is how many working days, and why."""
    working_days, reason = wish

    def write(desk: Desk) -> CaseCommand:
        return ProposeExtension(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            extension_id=uuid5(origin.command_id, "extension"),
            working_days=working_days,
            reason=seal(desk.key, REASON, reason),
            due_on=due_on,
            working_days_max=desk.policy["extension.working_days_max"].value,
            times_max=desk.policy["extension.times_max"].value,
        )

    return await act_on_case(office, origin, request_id, write)


async def approve_extension(
    office: Office, origin: Origin, request_id: UUID, extension_id: UUID, *, due_on: date | None
) -> Receipt:
    """同意延期 in the role that the agency's rules name."""

    def write(desk: Desk) -> CaseCommand:
        rule = desk.policy["extension.working_days_max"]
        return ApproveExtension(
            origin=origin,
            request_id=request_id,
            extension_id=extension_id,
            approver=desk.policy["extension.approver"].value,
            proposer=last_actor(desk.rows, ExtensionProposed),
            due_on=due_on,
            basis=rule.basis,
        )

    return await act_on_case(office, origin, request_id, write)


async def refuse_extension(
    office: Office, origin: Origin, request_id: UUID, extension_id: UUID, reason: str
) -> Receipt:
    """不同意延期, likewise."""

    def write(desk: Desk) -> CaseCommand:
        return RefuseExtension(
            origin=origin,
            request_id=request_id,
            extension_id=extension_id,
            approver=desk.policy["extension.approver"].value,
            proposer=last_actor(desk.rows, ExtensionProposed),
            reason=seal(desk.key, REASON, reason),
        )

    return await act_on_case(office, origin, request_id, write)


async def send_consultation(
    office: Office, origin: Origin, request_id: UUID, letter: Letter, *, heads: str | None
) -> Receipt:
    """征求意见 by the head of the section `heads`; the period to answer is the policy's.

    Who is asked is sealed under a key of the letter, destroyed with the request's. What is refused makes no key.
    """
    consultation_id = uuid5(origin.command_id, "consultation")

    def written(desk: Desk, party: Sealed | None) -> CaseCommand:
        rule = desk.policy[f"{ASKING.get(letter.kind, 'third_party')}.reply_working_days"]
        return SendConsultation(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            consultation_id=consultation_id,
            kind=letter.kind,
            party=party,
            question=seal(desk.key, QUESTION, letter.question),
            sent_on=letter.sent_on,
            received_on=letter.received_on,
            respond_working_days=rule.value,
            basis=rule.basis,
        )

    async def attempt() -> Commit:
        desk = await desk_of(office, origin, request_id)
        decided(origin, request_id, desk, written(desk, UNSEALED if letter.party else None))
        key = await office.vault.create(
            origin.agency, Subject.letter(consultation_id), LETTER_SCOPES, about=desk.key.key_id
        )
        return decided(origin, request_id, desk, written(desk, seal_party(key, letter.party)))

    return await commit_with_retry(office.store, origin, attempt)


async def answer_consultation(
    office: Office,
    origin: Origin,
    request_id: UUID,
    consultation_id: UUID,
    opinion: Opinion,
    *,
    heads: str | None,
) -> Receipt:
    """登记意见 by the head of the section `heads`, or by the clerk."""

    def write(desk: Desk) -> CaseCommand:
        return AnswerConsultation(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            consultation_id=consultation_id,
            answer=opinion.answer,
            reason=seal(desk.key, REASON, opinion.reason),
            arrived_on=opinion.arrived_on,
        )

    return await act_on_case(office, origin, request_id, write)


async def require_closing(store: EventStore, command: RequireClosing, key_id: str | None) -> Receipt | None:
    """应予终止, for the reaction; None where the reply is issued or the end is required already."""
    stream = stream_of(command.matter.request_id)
    return await execute_unless_idle(store, case_decider, command.origin, stream, command, key_id=key_id)


async def lift_closing(store: EventStore, command: LiftClosing, key_id: str | None) -> Receipt | None:
    """撤销终止, for the reaction; None where nothing lapsed."""
    stream = stream_of(command.request_id)
    return await execute_unless_idle(store, case_decider, command.origin, stream, command, key_id=key_id)


async def lapse_consultation(
    store: EventStore, command: LapseConsultation, key_id: str | None
) -> Receipt | None:
    """逾期未答, for the reaction; None where the letter is answered."""
    stream = stream_of(command.request_id)
    return await execute_unless_idle(store, case_decider, command.origin, stream, command, key_id=key_id)


def effects_of_silence(policy: Policy) -> dict[str, tuple[str, Basis]]:
    """What the agency's rules make of a letter that nobody answers, by kind; the floor has its say in them."""
    rules = {kind: policy[f"{part}.silence"] for kind, part in ASKING.items()}
    return {kind: (rule.value, rule.basis) for kind, rule in rules.items()}
