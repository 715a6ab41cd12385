"""Calls `log.append` and `log.append_one`: encodes commits as arguments and decodes verdicts as receipts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import asyncpg
import msgspec

from shared.eventlog.store import Commit, Prepared, Receipt, VersionConflict, encode_result, prepare

APPEND = (
    "select verdicts, firsts, lasts, results from log.append("
    " case when set_config('lantai.agencies', $1, true) is not null then $2::text[] end, $3::text[], $4::int[],"
    " $5::int[], $6::uuid[], $7::bytea[], $8::text[], $9::uuid[], $10::uuid[], $11::timestamptz[],"
    " $12::int[], $13::int[], $14::int[], $15::uuid[], $16::text[], $17::int[], $18::text[], $19::bytea[])"
)
APPEND_ONE = (
    "select log.append_one("
    " case when set_config('lantai.agencies', $1, true) is not null then $2::text end, $3::uuid, $4::bytea, $5::text,"
    " $6::uuid, $7::uuid, $8::timestamptz, $9::text, $10::int, $11::uuid, $12::text, $13::int, $14::text, $15::bytea)"
)
"""The condition of the first argument declares the transaction's agencies before the function is called."""

Verdict = Receipt | VersionConflict


@dataclass(frozen=True, slots=True)
class Pending:
    """A commit with its events and its result encoded."""

    commit: Commit
    events: tuple[Prepared, ...]
    result: bytes

    @classmethod
    def of(cls, commit: Commit) -> "Pending":
        """Encode and check a commit. Raises `InvalidEvent`."""
        return cls(commit, prepare(commit), encode_result(commit))


async def append(
    connection: asyncpg.Connection, group: Sequence[Pending], agencies: Collection[str] | None = None
) -> list[Verdict]:
    """Append a group in one statement; each commit gets its own verdict.

    `agencies`: those that the transaction may write to, by default those of the commands. The database refuses others.
    """
    declared = ",".join({pending.commit.origin.agency for pending in group} if agencies is None else agencies)
    if len(group) == 1 and len(group[0].events) == 1 and not group[0].commit.guards:
        seq = await connection.fetchval(APPEND_ONE, declared, *_arguments(group[0]))
        if seq is not None:
            return [_verdict(group[0], "appended", seq, seq, None)]
    ((verdicts, firsts, lasts, results),) = await connection.fetch(APPEND, declared, *_arrays(group))
    return [_verdict(*answer) for answer in zip(group, verdicts, firsts, lasts, results, strict=True)]


def _verdict(
    pending: Pending, verdict: str, first: int | None, last: int | None, before: bytes | None
) -> Verdict:
    """Decode a verdict; `before` is the stored result of a command that was executed before."""
    if first is None or last is None:
        return VersionConflict("a stream moved on")
    result = msgspec.json.decode(pending.result if before is None else before)
    return Receipt(first, last, result, repeated=verdict == "repeated")


def _arguments(pending: Pending) -> tuple[object, ...]:
    (event,) = pending.events
    return (
        pending.commit.origin.agency,
        *_command(pending),
        event.stream,
        *_event(event),
    )


def _command(pending: Pending) -> tuple[object, ...]:
    origin = pending.commit.origin
    return (
        origin.command_id,
        pending.result,
        str(origin.actor),
        origin.correlation_id,
        origin.causation_id,
        origin.at,
    )


_NO_EVENT = (None, None, None, None, None)
"""The columns of a guard after stream and version, all empty: its row is compared and not written."""


def _event(event: Prepared) -> tuple[object, ...]:
    return event.version, event.id, event.type, event.schema_version, event.key_id, event.body


def _arrays(group: Sequence[Pending]) -> tuple[list[object], ...]:
    lanes = sorted({pending.commit.origin.agency for pending in group})
    lane_of = {agency: index for index, agency in enumerate(lanes, 1)}
    streams: dict[tuple[str, str], int] = {}
    commands: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    for number, pending in enumerate(group, 1):
        agency = pending.commit.origin.agency
        commands.append((lane_of[agency], *_command(pending)))
        for guard in pending.commit.guards:
            stream = streams.setdefault((agency, guard.stream), len(streams) + 1)
            events.append((number, stream, guard.expected, *_NO_EVENT))
        for event in pending.events:
            stream = streams.setdefault((agency, event.stream), len(streams) + 1)
            events.append((number, stream, *_event(event)))
    return (
        list(lanes),
        [stream for _, stream in streams],
        [lane_of[agency] for agency, _ in streams],
        *_columns(commands, 7),
        *_columns(events, 8),
    )


def _columns(rows: list[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
