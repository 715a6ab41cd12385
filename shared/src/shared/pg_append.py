"""The call of `log.append`: commits as its arrays, its verdicts as receipts."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import msgspec

from shared.store import Commit, Prepared, Receipt, VersionConflict, encode_result

APPEND = (
    "select verdict, first_seq, last_seq, result from log.append($1::text[], $2::text[], $3::int[],"
    " $4::uuid[], $5::int[], $6::bytea[], $7::text[], $8::uuid[], $9::uuid[], $10::timestamptz[],"
    " $11::int[], $12::int[], $13::int[], $14::uuid[], $15::text[], $16::int[], $17::text[], $18::bytea[])"
)

Verdict = Receipt | VersionConflict


@dataclass(frozen=True, slots=True)
class Pending:
    """A commit with its events encoded."""

    commit: Commit
    events: tuple[Prepared, ...]


async def append(connection: asyncpg.Connection, group: Sequence[Pending]) -> list[Verdict]:
    """Append a group in one statement; each commit gets its own verdict."""
    rows = await connection.fetch(APPEND, *_arrays(group))
    return [_verdict(row) for row in rows]


def _verdict(row: asyncpg.Record) -> Verdict:
    if row["verdict"] == "conflict":
        return VersionConflict("a stream moved on")
    result = msgspec.json.decode(row["result"])
    return Receipt(row["first_seq"], row["last_seq"], result, repeated=row["verdict"] == "repeated")


def _arrays(group: Sequence[Pending]) -> tuple[list[object], ...]:
    lanes = sorted({pending.commit.origin.agency for pending in group})
    lane_of = {agency: index for index, agency in enumerate(lanes, 1)}
    streams: dict[tuple[str, str], int] = {}
    commands: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    for number, pending in enumerate(group, 1):
        origin = pending.commit.origin
        commands.append(
            (
                origin.command_id,
                lane_of[origin.agency],
                encode_result(pending.commit),
                str(origin.actor),
                origin.correlation_id,
                origin.causation_id,
                origin.at,
            )
        )
        for event in pending.events:
            stream = streams.setdefault((origin.agency, event.stream), len(streams) + 1)
            events.append(
                (
                    number,
                    stream,
                    event.version,
                    event.id,
                    event.type,
                    event.schema_version,
                    event.key_id,
                    event.body,
                )
            )
    return (
        list(lanes),
        [stream for _, stream in streams],
        [lane_of[agency] for agency, _ in streams],
        *_columns(commands, 7),
        *_columns(events, 8),
    )


def _columns(rows: list[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
