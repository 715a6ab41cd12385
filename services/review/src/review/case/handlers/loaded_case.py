"""A case loaded from the log, and the common way to run a command on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from review.case import rules
from review.case.commands import (
    CaseCommand,
)
from review.case.decide import case_decider
from review.case.handlers.dependencies import Dependencies
from review.case.state import Case, NoCase
from shared.command.decider import Gone
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, Receipt
from shared.events.review.case import OutcomeProposed
from shared.message import Actor, Event, Origin, Recorded
from shared.policy import Capability, Policy
from shared.privacy.sealing import KeyDestroyedError, SubjectKey
from shared.time.clock import legal_day


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


def drafter_of(rows: Sequence[Recorded]) -> str:
    """The person who proposed the newest draft, read from the row of the event; "" when there is none."""
    return last_actor(rows, OutcomeProposed)
