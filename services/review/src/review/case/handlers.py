"""Handlers of staff commands on a case: load, fold, decide, append. Each is idempotent by its command id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from review.case import rules
from review.case.commands import (
    AnswerConsultation,
    ApproveExtension,
    CaseCommand,
    Heads,
    ProposeExtension,
    RefuseExtension,
    ReturnDraft,
    SendConsultation,
)
from review.case.decide import decide
from review.case.evolve import evolve
from review.case.state import Case, NoCase
from review.drafting import QUESTION, REASON, seal, seal_party
from shared.command.decider import Decider, Gone
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.events.codes import OTHER_AGENCY, THIRD_PARTY
from shared.events.review.case import ExtensionProposed, OutcomeProposed, ReviewEvent
from shared.events.terms import Sealed, Subject
from shared.message import Actor, Event, Origin, Recorded
from shared.policy import Capability, Policy, PolicyOf
from shared.privacy.sealing import KeyDestroyedError, Scope, SubjectKey
from shared.privacy.vault import Vault
from shared.time.clock import legal_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """What the handlers use: event store, vault with keys of scope `text`, policy of an agency and day."""

    store: EventStore
    vault: Vault
    policy_of: PolicyOf


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case loaded for a command: its rows, state and key, and the policy of the command's day."""

    rows: Sequence[Recorded]
    state: Case
    key: SubjectKey
    policy: Policy

    def able(self, origin: Origin) -> frozenset[Capability]:
        """The capabilities of the actor's role by the agency's policy of the command's day."""
        return self.policy.roles.able((origin.actor.role,))


Writing = Callable[[LoadedCase], CaseCommand]
"""Builds the command from the loaded case. Raises `Refusal`."""


def stream_of(request_id: UUID) -> str:
    """The stream of one case."""
    return f"case/{request_id}"


def last_actor(rows: Sequence[Recorded], kind: type[Event]) -> str:
    """The person who caused the newest event of a kind; "" when there is none."""
    found = [row for row in rows if row.type == kind.type_name()]
    return Actor.parse(found[-1].actor).id if found else ""


def fold_rows(rows: Sequence[Recorded]) -> Case:
    """The case after its rows."""
    return state_after(case_decider, rows)


async def act_on_case(deps: Dependencies, origin: Origin, request_id: UUID, write: Writing) -> Receipt:
    """Decide on a case and append. Every row carries the key id, so an authorised reader can decrypt it."""

    async def attempt() -> Commit:
        loaded = await load_case(deps, origin, request_id)
        return decided(origin, request_id, loaded, write(loaded))

    return await commit_with_retry(deps.store, origin, attempt)


def decided(origin: Origin, request_id: UUID, loaded: LoadedCase, command: CaseCommand) -> Commit:
    """Decide `command` and build the commit. Raises `Refusal`."""
    events = tuple(case_decider.decide(loaded.state, command))
    change = Change(stream_of(request_id), len(loaded.rows), events, loaded.key.key_id)
    return Commit(origin, (change,), {"request_id": str(request_id)})


async def load_case(deps: Dependencies, origin: Origin, request_id: UUID) -> LoadedCase:
    """Load the case and open its key. Raises `Refusal` when there is no case or its key is destroyed."""
    rows = await deps.store.load(origin.agency, stream_of(request_id))
    if not rows:
        raise rules.closed(NoCase())
    try:
        key = await deps.vault.open(origin.agency, str(rows[0].key_id))
    except KeyDestroyedError as error:
        reason = "申请人的个人信息已经销毁，本件不能再办理。请查看办理经过。"
        raise Gone("key-destroyed", reason) from error
    return LoadedCase(rows, fold_rows(rows), key, deps.policy_of(origin.agency, legal_day(origin.at)))


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


def drafter_of(rows: Sequence[Recorded]) -> str:
    """The person who proposed the newest draft, read from the row of the event; "" when there is none."""
    return last_actor(rows, OutcomeProposed)


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


async def propose_extension(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    wish: tuple[int, str],
    *,
    due_on: date | None,
    heads: Heads,
) -> Receipt:
    """提请延期 by the head of the section; `wish` is the number of working days and the reason. Raises `Refusal`."""
    working_days, reason = wish

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


case_decider: Decider[Case, CaseCommand, ReviewEvent] = Decider(NoCase(), decide, evolve)
