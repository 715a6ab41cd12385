"""The log's protocols: append, load, read a lane. Adapters: memory.py for unit tests, postgres.py for production.

Lane = (service, agency): the unit of order, tenancy and audit. One contract suite (tests/shared/eventlog/test_store_contract.py)
runs on every adapter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from uuid import UUID, uuid4

from shared.events.registry import dump
from shared.message import BODY_BYTES_MAX, Event, Origin, Recorded, canonical

Result = Mapping[str, str | int | None]
"""A command's result: small and without personal data, because it is kept under the idempotency key for ever."""
AHEAD_MAX = timedelta(minutes=5)
"""How far a command's instant may be after the time of its recording: the clocks of services and database differ a little."""


@dataclass(frozen=True, slots=True)
class Change:
    """Events for one stream, to follow version `expected` (0: the stream must not exist)."""

    stream: str
    expected: int
    events: tuple[Event, ...]
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """A stream that a command read and does not write; at the append its version must still be `expected` (0: no such stream)."""

    stream: str
    expected: int


@dataclass(frozen=True, slots=True)
class Commit:
    """The effect of one command: changes of one or more streams of one lane, all or nothing, and its result.

    `guards` are other streams that the decision rests on; the commit conflicts if one of them has changed.
    """

    origin: Origin
    changes: tuple[Change, ...]
    result: Result = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A durable command: the lane numbers of its events. `repeated`: it had been executed before, and nothing was written now."""

    first_seq: int
    last_seq: int
    result: Result
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a lane: its last number and its chain."""

    seq: int
    chain: bytes


class VersionConflict(Exception):
    """Another command changed a written or guarded stream in between: load again, decide again."""


class InvalidEvent(ValueError):
    """A body too large or not UTF-8, a name that is empty, long or has control characters, an instant without a zone.

    Also an instant more than `AHEAD_MAX` after now, an agency whose lane provisioning did not open, and an agency that the
    transaction did not declare. It is refused before anything is written, so it cannot fail the other commits of its group.
    """


class StoreUnavailable(Exception):
    """The database cannot be reached and the commit may or may not be written. Send it again with the same command id."""


class LogReader(Protocol):
    """Reads lanes: relay, back-fill, audit, rebuild."""

    async def heads(self) -> Mapping[str, Head]:
        """Agency → head, of every lane that has an event."""
        ...

    async def read(self, agency: str, after: int, limit: int) -> Sequence[Recorded]:
        """Up to `limit` rows of a lane with `seq > after`, in order."""
        ...


class LanesReader(LogReader, Protocol):
    """Reads many lanes in one statement: the relay."""

    async def read_lanes(self, after: Mapping[str, int], limit: int) -> Sequence[Recorded]:
        """Up to `limit` rows of each lane in `after` (agency → number) with a greater number; lane by lane, in order."""
        ...


class EventStore(Protocol):
    """Appends commits and loads streams of one service."""

    async def append(self, commit: Commit) -> Receipt:
        """Write a commit, or return the receipt of its first writing.

        Raises `VersionConflict`, `InvalidEvent`, `StoreUnavailable`.
        """
        ...

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        """A stream from its first version; empty if there is none."""
        ...

    async def last(self, agency: str, stream: str) -> Recorded | None:
        """The newest row of a stream, for streams whose last event alone matters (number series)."""
        ...

    async def at_version(self, agency: str, stream: str, version: int) -> Recorded | None:
        """One row of a stream, for streams whose versions serve as numbers (登记编号, 文号)."""
        ...

    async def streams(self, agency: str, prefix: str) -> Sequence[str]:
        """The names of the streams that begin with `prefix`, in order."""
        ...

    async def receipt(self, agency: str, command_id: UUID) -> Receipt | None:
        """The receipt of a command id; None if the command was not executed."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """One encoded event of a commit, without the values that depend on the lane (number, time, chain)."""

    stream: str
    version: int
    id: UUID
    type: str
    schema_version: int
    key_id: str | None
    body: bytes


def prepare(commit: Commit) -> tuple[Prepared, ...]:
    """Encode and check a commit. Raises `InvalidEvent`."""
    _check_origin(commit.origin)
    for name in _names(commit):
        if not _NAME.fullmatch(name):
            raise InvalidEvent(f"not a name for the log: {name!r}")
    encode_result(commit)
    return tuple(
        Prepared(
            change.stream,
            change.expected + ordinal,
            uuid4(),
            event.type_name(),
            event.schema_version,
            change.key_id,
            encode(event),
        )
        for change in commit.changes
        for ordinal, event in enumerate(change.events, 1)
    )


def encode(event: Event) -> bytes:
    """The canonical body of `event`. Raises `InvalidEvent`."""
    try:
        body = dump(event)
    except UnicodeEncodeError as error:
        raise InvalidEvent(f"{event.type_name()}: text that is not UTF-8") from error
    if len(body) > BODY_BYTES_MAX:
        raise InvalidEvent(f"{event.type_name()}: {len(body)} bytes, at most {BODY_BYTES_MAX}")
    return body


def encode_result(commit: Commit) -> bytes:
    """The canonical result of a command. Raises `InvalidEvent`."""
    try:
        return canonical(dict(commit.result))
    except UnicodeEncodeError as error:
        raise InvalidEvent("a result that is not UTF-8") from error


def _check_origin(origin: Origin) -> None:
    if not _AGENCY.fullmatch(origin.agency):
        raise InvalidEvent(f"not an agency's id: {origin.agency!r}")
    if origin.at.utcoffset() is None:
        raise InvalidEvent(f"an instant without a zone: {origin.at}")
    for part in origin.actor.parts:
        if not _NAME.fullmatch(part) or "/" in part:
            raise InvalidEvent(f"not a name for an actor: {part!r}")


def _names(commit: Commit) -> Iterator[str]:
    for guard in commit.guards:
        yield guard.stream
    for change in commit.changes:
        yield change.stream
        if change.key_id is not None:
            yield change.key_id


_AGENCY = re.compile(r"[a-z][a-z0-9-]{1,30}")
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,200}")
"""Names without control characters, which could forge a line of the leaf's header, and short enough for an index."""
