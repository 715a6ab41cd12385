"""Handlers of clocks: load, decide, append. A command without events appends nothing."""

from collections.abc import Awaitable, Callable, Sequence

from deadline.clock.commands import ClockCommand, HearFacts
from deadline.clock.decide import clock_decider
from deadline.clock.state import Clock
from deadline.clock_ref import ClockRef
from shared.command.execute import commit_with_retry, execute_unless_idle, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.message import Origin


async def act_on_clock(
    store: EventStore, origin: Origin, stream: str, command: ClockCommand
) -> Receipt | None:
    """Execute a command on a clock; return None if it gives no event. Raises `VersionConflict`, `StoreUnavailable`."""
    return await execute_unless_idle(store, clock_decider, origin, stream, command)


async def clock_at(store: EventStore, agency: str, ref: ClockRef) -> Clock:
    """Load a clock."""
    return state_after(clock_decider, await store.load(agency, ref.stream))


async def hear_facts(
    store: EventStore, origin: Origin, facts: Callable[[], Awaitable[Sequence[HearFacts]]]
) -> Receipt | None:
    """Store facts of several clocks in one commit; return None if all of them are known.

    `facts` is called again after a version conflict. Raises `VersionConflict`, `StoreUnavailable`.
    """

    async def attempt() -> Commit:
        changes = [await _change(store, origin, command) for command in await facts()]
        if not any(change.events for change in changes):
            raise _NothingNew
        return Commit(origin, tuple(change for change in changes if change.events))

    try:
        return await commit_with_retry(store, origin, attempt)
    except _NothingNew:
        return None


class _NothingNew(Exception):
    """All clocks know all facts already."""


async def _change(store: EventStore, origin: Origin, command: HearFacts) -> Change:
    stream = command.clock.stream
    rows = await store.load(origin.agency, stream)
    return Change(stream, len(rows), tuple(clock_decider.decide(state_after(clock_decider, rows), command)))
