"""What every command on a case works with, and the one way by which it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from review.domain import rules
from review.domain.case import Case, NoCase
from review.domain.commands import CaseCommand
from review.domain.decider import case_decider
from shared.command.decider import Gone
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.message import Actor, Event, Origin, Recorded
from shared.policy import Capability, Policy, PolicyOf
from shared.privacy.sealing import KeyDestroyedError, SubjectKey
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
    """The account behind the newest event of a kind, "" where there is none."""
    found = [row for row in rows if row.type == kind.type_name()]
    return Actor.parse(found[-1].actor).id if found else ""


def fold_rows(rows: Sequence[Recorded]) -> Case:
    """The case after its rows."""
    return state_after(case_decider, rows)


async def act_on_case(office: Office, origin: Origin, request_id: UUID, write: Writing) -> Receipt:
    """Decide on a case that is there; every row of it names its key, so that who may can open it."""

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
