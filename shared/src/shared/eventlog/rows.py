"""Rows of `log.events` as `Recorded`, and the statements that fetch them."""

import asyncpg

from shared.message import Recorded

COLUMNS = (
    "agency, seq, stream, version, id, type, schema_version, occurred_at, recorded_at, actor,"
    " correlation_id, causation_id, key_id, body, leaf, chain"
)

STREAM = f"select {COLUMNS} from log.events where agency = $1 and stream = $2 order by version"  # noqa: S608  # the columns are ours
LAST = f"select {COLUMNS} from log.events where agency = $1 and stream = $2 order by version desc limit 1"  # noqa: S608  # the columns are ours
AT_VERSION = f"select {COLUMNS} from log.events where agency = $1 and stream = $2 and version = $3::bigint"  # noqa: S608  # the columns are ours
STREAMS = (  # the bound makes it a range of the index; the databases sort by code point (deploy/servers/postgres.py)
    "select stream from log.events where agency = $1 and version = 1 and starts_with(stream, $2)"
    " and stream >= $2 and stream < $2 || chr(1114111) order by stream"
)
LANE = f"select {COLUMNS} from log.events where agency = $1 and seq > $2 order by seq limit $3"  # noqa: S608  # the columns are ours
LANES = (
    f"select {COLUMNS} from unnest($1::text[], $2::bigint[]) u(lane, after)"  # noqa: S608  # the columns are ours
    f" cross join lateral (select {COLUMNS} from log.events e where e.agency = u.lane and e.seq > u.after"
    " order by e.seq limit $3) e order by u.lane, e.seq"
)
LAST_COMMANDS = "select distinct on (agency) agency, last_seq, recorded_at from log.commands order by agency, last_seq desc"
MENTIONING = (
    f"select {COLUMNS} from log.events where agency = $1 and seq > $2 and position($3::bytea in body) > 0"  # noqa: S608  # the columns are ours
    " order by seq limit $4"
)
_EACH = (
    "select e.* from unnest($1::text[], $2::text[]) u(lane, name)"  # noqa: S608  # the columns are ours
    f" cross join lateral (select {COLUMNS} from log.events e where e.agency = u.lane and e.stream = u.name"
)
EACH_STREAM = f"{_EACH} order by e.version) e order by u.lane, u.name, e.version"
EACH_LAST = f"{_EACH} order by e.version desc limit 1) e"
"""Several streams in one statement; the lateral query keeps its order, so the planner uses the index of each stream."""
HEADS = "select agency, seq, chain from log.lane where seq > 0"
RECEIPT = "select first_seq, last_seq, result from log.commands where agency = $1 and command_id = $2"

STREAM_OF = f"select {COLUMNS} from log.stream($1, $2)"  # noqa: S608  # the columns are ours
LAST_OF = f"select {COLUMNS} from log.last($1, $2)"  # noqa: S608  # the columns are ours
RECEIPT_OF = "select first_seq, last_seq, result from log.receipt($1, $2)"
"""The same for the application role, which sees the rows of one agency alone (migrations/reading.sql)."""


def recorded(service: str, row: asyncpg.Record) -> Recorded:
    """A driver's row as the log's row."""
    return Recorded(service, *row)
