"""The oracle: the conditions that hold for a stack at rest, as pure functions of the data that was read.

Per lane: as many events as its highest number, valid chains, the same rows in store and ledger, a stream without gaps
or repetitions. Each command has one result, each answered command is in the log, each reaction has one effect, and
each projection equals its rebuild.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.eventlog.evidence import faults, genesis
from shared.eventlog.store import Head
from shared.events.registry import load
from shared.events.terms import request_of
from shared.message import Recorded


@dataclass(frozen=True, slots=True)
class Done:
    """A row of the table of commands: the numbers of the lane that a command wrote."""

    command_id: UUID
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The data of one lane: from its store, from the ledger, and from the stream."""

    service: str
    agency: str
    rows: Sequence[Recorded]
    head: Head
    commands: Sequence[Done]
    ledger: Sequence[Recorded]
    stream: Sequence[Recorded]

    @property
    def name(self) -> str:
        """The name of the lane in findings."""
        return f"{self.service}/{self.agency}"


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect that a reaction must have on an event exactly once: an event of one of `types` that names it as its
    cause.

    `stream` is the end of the effect's stream, for an event with effects in several streams.
    """

    source: str
    cause: str
    service: str
    types: frozenset[str]
    stream: str = ""


@dataclass(frozen=True, slots=True)
class PromisedEvent:
    """The event that the answer to a command promises: one of this type, in this stream, by this actor.

    A client that fills in a sheet knows only its case, so events of a sheet count as events of the case's stream.
    """

    service: str
    agency: str
    stream: str
    event: str
    actor: str


def judge(lanes: Iterable[Lane], effects: Iterable[Effect] = ()) -> list[str]:
    """All faults, one sentence each; empty if there are none."""
    read = list(lanes)
    return [
        *(f"{lane.name}: {what}" for lane in read for what in lane_faults(lane)),
        *(what for effect in effects for what in effect_faults(effect, read)),
    ]


def lane_faults(lane: Lane) -> Iterator[str]:
    """The faults of one lane."""
    if len(lane.rows) != lane.head.seq:
        yield f"{len(lane.rows)} events, but the lane counts {lane.head.seq}"
    for seq, what in faults(lane.rows, 0, genesis(lane.service, lane.agency)):
        yield f"the store at {seq}: {what}"
    if lane.rows and lane.rows[-1].chain != lane.head.chain:
        yield "the lane's chain is not that of its last event"
    yield from command_faults(lane)
    yield from copy_faults(lane)
    yield from stream_faults(lane)


def command_faults(lane: Lane) -> Iterator[str]:
    """Each command has one result, and every event belongs to one command."""
    for command_id, times in Counter(done.command_id for done in lane.commands).items():
        if times > 1:
            yield f"command {command_id} has {times} results"
    written = Counter(seq for done in lane.commands for seq in range(done.first_seq, done.last_seq + 1))
    for row in lane.rows:
        if written[row.seq] != 1:
            yield f"event {row.seq} belongs to {written[row.seq]} commands"


def copy_faults(lane: Lane) -> Iterator[str]:
    """The ledger holds the same rows, each once."""
    if [row.seq for row in lane.ledger] != [row.seq for row in lane.rows]:
        yield f"the ledger holds {len(lane.ledger)} of {len(lane.rows)} events"
    copies = {row.seq: row for row in lane.ledger}
    for row in lane.rows:
        if row.seq in copies and copies[row.seq] != row:
            yield f"the ledger differs at {row.seq}"


def stream_faults(lane: Lane) -> Iterator[str]:
    """The valid messages of the stream are consecutive up to the head; messages unknown to the log are ignored."""
    true = {row.seq: row for row in lane.rows}
    carried = [row.seq for row in lane.stream if true.get(row.seq) == row]
    if carried and carried != list(range(carried[0], lane.head.seq + 1)):
        odd = next(
            n
            for n, (seq, due) in enumerate(zip([*carried, -1], range(carried[0], 2**62), strict=False))
            if seq != due
        )
        yield f"the stream does not follow itself behind message {odd} (of {len(carried)})"


def effect_faults(effect: Effect, lanes: Sequence[Lane]) -> Iterator[str]:
    """Every cause has its effect exactly once."""
    causes = {
        row.id: f"{lane.name} {row.seq}"
        for lane in lanes
        if lane.service == effect.source
        for row in lane.rows
        if row.type == effect.cause
    }
    times = Counter(
        row.causation_id
        for lane in lanes
        if lane.service == effect.service
        for row in lane.rows
        if row.type in effect.types and row.stream.endswith(effect.stream)
    )
    for cause, place in causes.items():
        if times[cause] != 1:
            yield f"{effect.service}: {times[cause]} effects of {place}"


def answer_faults(answered: Mapping[UUID, PromisedEvent], lanes: Iterable[Lane]) -> Iterator[str]:
    """Every answered command is in the log exactly once, and no two commands were promised the same event."""
    happened = Counter(
        PromisedEvent(lane.service, lane.agency, _stream(row), row.type, row.actor)
        for lane in lanes
        for row in lane.rows
    )
    for key, promised in answered.items():
        if happened[promised] != 1:
            yield f"{key} was answered with {promised.event} of {promised.stream}, which happened {happened[promised]} times"
    for promised, times in Counter(answered.values()).items():
        if times > 1:
            yield f"{promised.event} of {promised.stream} was promised to {times} commands"


def _stream(row: Recorded) -> str:
    return f"case/{request_of(load(row))}" if row.stream.startswith("sheet/") else row.stream
