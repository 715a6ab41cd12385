"""A command's way: load, fold, decide, append. There is no second write path."""

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
"""Tries against concurrent writers before the conflict is handed to the caller."""


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
    """Do `command` on `stream`; a repeated command id answers what it answered first.

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
    """As `execute`; None where nothing happens: nothing is appended then, and the command id is not used up."""

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
    """The version that the stream stands at, and what `command` makes happen then."""
    rows = await store.load(origin.agency, stream)
    return len(rows), tuple(decider.decide(state_after(decider, rows), command))


def state_after(decider: Decider[S, C, E], rows: Iterable[Recorded]) -> S:
    """The state after a stream's rows, which are its decider's own. Raises `UnknownEvent`."""
    return decider.fold(cast("E", load(row)) for row in rows)


async def commit_with_retry(
    store: EventStore, origin: Origin, attempt: Callable[[], Awaitable[Commit]]
) -> Receipt:
    """Append what `attempt` decides; on a version conflict decide again on what is there now.

    A refusal of a command that was done before is no refusal: its first receipt is answered.
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
