"""Commands of people on a case: load, fold, look up what the decision needs, decide, append. Idempotent by the command id."""

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
class Office:
    """What a command on a case works with: the log, the keys of scope `text`, the agency's policy of a day."""

    store: EventStore
    vault: Vault
    policy_of: PolicyOf


@dataclass(frozen=True, slots=True)
class Desk:
    """A case as a command finds it: its rows, its state, its key, the policy of the command's day."""

    rows: Sequence[Recorded]
    case: Case
    key: SubjectKey
    policy: Policy

    def able(self, origin: Origin) -> frozenset[Capability]:
        """What the role in which somebody acts may do, by the agency's roles of the command's day."""
        return self.policy.roles.able((origin.actor.role,))


Writing = Callable[[Desk], CaseCommand]
"""Makes the command out of what lies on the desk; may refuse."""


def stream_of(request_id: UUID) -> str:
    """The stream of one case."""
    return f"case/{request_id}"


def last_actor(rows: Sequence[Recorded], kind: type[Event]) -> str:
    """The person behind the newest event of a kind, "" where there is none."""
    found = [row for row in rows if row.type == kind.type_name()]
    return Actor.parse(found[-1].actor).id if found else ""


def fold_rows(rows: Sequence[Recorded]) -> Case:
    """The case after its rows."""
    return state_after(case_decider, rows)


async def act_on_case(office: Office, origin: Origin, request_id: UUID, write: Writing) -> Receipt:
    """Decide on a case and append. Every row carries the key id, so an authorised reader can decrypt it."""

    async def attempt() -> Commit:
        desk = await desk_of(office, origin, request_id)
        return decided(origin, request_id, desk, write(desk))

    return await commit_with_retry(office.store, origin, attempt)


def decided(origin: Origin, request_id: UUID, desk: Desk, command: CaseCommand) -> Commit:
    """What a command makes of the case. Raises `Refusal`."""
    events = tuple(case_decider.decide(desk.case, command))
    change = Change(stream_of(request_id), len(desk.rows), events, desk.key.key_id)
    return Commit(origin, (change,), {"request_id": str(request_id)})


async def desk_of(office: Office, origin: Origin, request_id: UUID) -> Desk:
    """Load the case and open its key. Raises `Refusal` where there is no case, and once its key is destroyed."""
    rows = await office.store.load(origin.agency, stream_of(request_id))
    if not rows:
        raise rules.closed(NoCase())
    try:
        key = await office.vault.open(origin.agency, str(rows[0].key_id))
    except KeyDestroyedError as error:
        reason = "申请人的个人信息已经销毁，本件不能再办理。请查看办理经过。"
        raise Gone("key-destroyed", reason) from error
    policy = office.policy_of(origin.agency, legal_day(origin.at))
    return Desk(rows, fold_rows(rows), key, policy)


async def return_draft(
    office: Office, origin: Origin, request_id: UUID, draft: int, reason: str, *, heads: Heads
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
    """The person who proposed the present draft: who acted stands in the row, not in the event."""
    return last_actor(rows, OutcomeProposed)


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
    heads: Heads,
) -> Receipt:
    """提请延期 by the head of the section: `wish` is how many working days, and why."""
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
    office: Office, origin: Origin, request_id: UUID, extension_id: UUID, *, due_on: date | None, heads: Heads
) -> Receipt:
    """同意延期 in the role that the agency's rules name."""

    def write(desk: Desk) -> CaseCommand:
        rule = desk.policy["extension.working_days_max"]
        return ApproveExtension(
            origin=origin,
            request_id=request_id,
            heads=heads,
            extension_id=extension_id,
            approver=desk.policy["extension.approver"].value,
            proposer=last_actor(desk.rows, ExtensionProposed),
            due_on=due_on,
            basis=rule.basis,
        )

    return await act_on_case(office, origin, request_id, write)


async def refuse_extension(
    office: Office, origin: Origin, request_id: UUID, extension_id: UUID, reason: str, *, heads: Heads
) -> Receipt:
    """不同意延期 in the role that the agency's rules name."""

    def write(desk: Desk) -> CaseCommand:
        return RefuseExtension(
            origin=origin,
            request_id=request_id,
            heads=heads,
            extension_id=extension_id,
            approver=desk.policy["extension.approver"].value,
            proposer=last_actor(desk.rows, ExtensionProposed),
            reason=seal(desk.key, REASON, reason),
        )

    return await act_on_case(office, origin, request_id, write)


async def send_consultation(
    office: Office, origin: Origin, request_id: UUID, letter: Letter, *, heads: Heads
) -> Receipt:
    """征求意见 by the head of the section; the period to answer is the policy's.

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
    heads: Heads,
) -> Receipt:
    """登记意见 by the head of the section, or by the clerk."""

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


case_decider: Decider[Case, CaseCommand, ReviewEvent] = Decider(NoCase(), decide, evolve)
"""The behaviour of a case."""
