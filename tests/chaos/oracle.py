"""The oracle: what must hold of a stack when nothing is under way any more. Pure functions over what was read.

Per lane: as many events as its highest number, chains as recomputed, the same in store and ledger, the stream without
hole or repetition. Each command one result, each answered command in the log, each reaction one effect, each projection
equal to its rebuild.
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
    """A row of the table of commands: which numbers of the lane a command wrote."""

    command_id: UUID
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Lane:
    """All that was read of one lane: from its store, from the ledger, and from the stream."""

    service: str
    agency: str
    rows: Sequence[Recorded]
    head: Head
    commands: Sequence[Done]
    ledger: Sequence[Recorded]
    stream: Sequence[Recorded]

    @property
    def name(self) -> str:
        """As findings name it."""
        return f"{self.service}/{self.agency}"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a reaction must have made of an event, exactly once: an event of one of `types` that names it as its cause.

    `stream` is how the effect's stream ends, where one event has effects in several.
    """

    source: str
    cause: str
    service: str
    types: frozenset[str]
    stream: str = ""


@dataclass(frozen=True, slots=True)
class PromisedEvent:
    """What the answer to a command promises: one event of this type, in this stream, by this actor.

    Who fills in a sheet knows its case alone, so the events of a sheet count as in the stream of the case.
    """

    service: str
    agency: str
    stream: str
    event: str
    actor: str


def judge(lanes: Iterable[Lane], effects: Iterable[Effect] = ()) -> list[str]:
    """Everything that is wrong, one sentence each; nothing when all is well."""
    read = list(lanes)
    return [
        *(f"{lane.name}: {what}" for lane in read for what in lane_faults(lane)),
        *(what for effect in effects for what in effect_faults(effect, read)),
    ]


def lane_faults(lane: Lane) -> Iterator[str]:
    """What is wrong with one lane."""
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
    """The true messages of the stream follow one another up to the head; what the log does not know is no message."""
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
    """Every cause has its effect, and has it once."""
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
    """Every command that was answered is in the log, once, and no two were told the same."""
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
