"""Executes a command: load, fold, decide, append. This is the only write path."""

import random
from asyncio import sleep
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar, cast

from shared.command.decider import Decider, Refusal
from shared.eventlog.store import Change, Commit, EventStore, Receipt, Result, VersionConflict
from shared.events.registry import load
from shared.message import Event, Origin, Recorded

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E", bound=Event)

ATTEMPTS_MAX = 30
"""Attempts against concurrent writers before `VersionConflict` reaches the caller."""


async def execute(
    store: EventStore,
    decider: Decider[S, C, E],
    origin: Origin,
    stream: str,
    command: C,
    *,
    key_id: str | None = None,
    result: Callable[[Sequence[E]], Result] = lambda _: {},
) -> Receipt:
    """Execute `command` on `stream`; a repeated command id returns its first receipt.

    Raises `Refusal` from decide, `VersionConflict` after ATTEMPTS_MAX tries, `StoreUnavailable`.
    """

    async def attempt() -> Commit:
        version, events = await _decided(store, decider, origin, stream, command)
        return Commit(origin, (Change(stream, version, events, key_id),), result(events))

    return await commit_with_retry(store, origin, attempt)


async def execute_unless_idle(
    store: EventStore,
    decider: Decider[S, C, E],
    origin: Origin,
    stream: str,
    command: C,
    *,
    key_id: str | None = None,
) -> Receipt | None:
    """Execute `command` on `stream`. If it decides no event, append nothing, leave the command id unused and return None."""

    async def attempt() -> Commit:
        version, events = await _decided(store, decider, origin, stream, command)
        if not events:
            raise _Idle
        return Commit(origin, (Change(stream, version, events, key_id),))

    try:
        return await commit_with_retry(store, origin, attempt)
    except _Idle:
        return None


class _Idle(Exception):
    """The decider answered without an event."""


async def _decided(
    store: EventStore, decider: Decider[S, C, E], origin: Origin, stream: str, command: C
) -> tuple[int, tuple[E, ...]]:
    """Load and fold the stream; return its version and the events that `command` decides."""
    rows = await store.load(origin.agency, stream)
    return len(rows), tuple(decider.decide(state_after(decider, rows), command))


def state_after(decider: Decider[S, C, E], rows: Iterable[Recorded]) -> S:
    """Fold a stream's rows, all written by `decider`, into its state. Raises `UnknownEvent`."""
    return decider.fold(cast("E", load(row)) for row in rows)


async def commit_with_retry(
    store: EventStore, origin: Origin, attempt: Callable[[], Awaitable[Commit]]
) -> Receipt:
    """Append the commit that `attempt` decides; on a version conflict call `attempt` again on the new state.

    If `attempt` refuses a command that was executed before, return the first receipt instead of the refusal.
    """
    for tried in range(ATTEMPTS_MAX):
        try:
            return await store.append(await attempt())
        except Refusal:
            done = await store.receipt(origin.agency, origin.command_id)
            if done is None:
                raise
            return done
        except VersionConflict:
            if tried + 1 == ATTEMPTS_MAX:
                raise
            await sleep(random.uniform(0, 0.002 * (tried + 1)))  # noqa: S311  # spreads writers, guards nothing
    raise AssertionError("unreachable")
