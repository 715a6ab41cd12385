"""Exactly-once effect: rows of lanes, however often and in whatever order they come, take effect once and in order.

In one transaction: lock the cursor rows; skip what they are past; check number, leaf and chain of the rest against
them; move the cursors; apply. A gap or a chain that does not fit makes no effect: the caller reads the source's own log.
However many lanes there are, the number of statements is the same, but for the effects themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.evidence import faults, genesis
from shared.follower import Appended, Follower
from shared.message import Recorded
from shared.store import Head

Lanes = Mapping[str, Sequence[Recorded]]
"""Agency → rows, of one source."""


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """The unit of order: a service's events in one agency."""

    service: str
    agency: str

    @property
    def start(self) -> Head:
        """Where a lane stands before its first event."""
        return Head(0, genesis(self.service, self.agency))


class LaneBroken(Exception):
    """The rows do not follow the cursor: a gap, an altered row, or a fork of the chain."""

    def __init__(self, lane: Lane, seq: int, what: str) -> None:
        super().__init__(f"{lane.service}/{lane.agency} at {seq}: {what}")
        self.lane = lane
        self.seq = seq
        self.what = what


async def all_positions(connection: AsyncConnection, key: str, source: str) -> Mapping[str, Head]:
    """Agency → where a follower stands, in every lane of `source` that it has begun; nothing is locked."""
    rows = await connection.execute(_ALL, {"key": key, "source": source})
    return {row.agency: Head(row.seq, row.chain) for row in rows}


async def peek(connection: AsyncConnection, key: str, lane: Lane) -> Head:
    """Where a follower stands in a lane; nothing is locked."""
    at = {"key": key, "source": lane.service, "agencies": [lane.agency]}
    row = (await connection.execute(_SOME, at)).one_or_none()
    return Head(row.seq, row.chain) if row else lane.start


async def positions(
    connection: AsyncConnection, key: str, source: str, agencies: Iterable[str]
) -> Mapping[str, Head]:
    """Where a follower stands in lanes of `source`; their cursor rows are locked until the transaction ends.

    A lane's first event makes the row: two processes that both see it as the first meet at the row, not behind it.
    """
    wanted = sorted(agencies)
    at = {"key": key, "source": source, "agencies": wanted}
    found = {row.agency: Head(row.seq, row.chain) for row in await connection.execute(_LOCK, at)}
    missing = [agency for agency in wanted if agency not in found]
    if missing:
        starts = [Lane(source, agency).start.chain for agency in missing]
        await connection.execute(_BEGIN, {**at, "agencies": missing, "chains": starts})
        found = {row.agency: Head(row.seq, row.chain) for row in await connection.execute(_LOCK, at)}
    return found


async def move(connection: AsyncConnection, key: str, source: str, heads: Mapping[str, Head]) -> None:
    """Set cursors whose rows `positions` locked."""
    await connection.execute(
        _MOVE,
        {
            "key": key,
            "source": source,
            "agencies": list(heads),
            "seqs": [head.seq for head in heads.values()],
            "chains": [head.chain for head in heads.values()],
        },
    )


async def advance(connection: AsyncConnection, follower: Follower, source: str, lanes: Lanes) -> Appended:
    """Make `lanes` take effect in the caller's transaction; what was appended. Raises `LaneBroken`."""
    key = await follower.cursor_key(connection)
    heads = await positions(connection, key, source, lanes)
    following = {
        agency: _follows(Lane(source, agency), heads[agency], rows) for agency, rows in lanes.items()
    }
    fresh = {agency: rows for agency, rows in sorted(following.items()) if rows}
    if not fresh:
        return ()
    # The cursors move first: a reaction's append must be the last statement, since it holds its lane's row.
    ends = {agency: Head(rows[-1].seq, rows[-1].chain) for agency, rows in fresh.items()}
    await move(connection, key, source, ends)
    return [each for rows in fresh.values() for each in await follower.apply(connection, key, rows)]


def _follows(lane: Lane, head: Head, rows: Iterable[Recorded]) -> Sequence[Recorded]:
    """The rows behind the head, in order, each once. Raises `LaneBroken`."""
    fresh = [row for _, row in sorted({row.seq: row for row in rows}.items()) if row.seq > head.seq]
    for seq, what in faults(fresh, head.seq, head.chain):
        raise LaneBroken(lane, seq, what)
    return fresh


_ALL = text("select agency, seq, chain from carrier.cursor where follower = :key and service = :source")
_SOME = text(f"{_ALL.text} and agency = any (:agencies)")
_LOCK = text(f"{_SOME.text} order by agency for update")
_BEGIN = text(
    "insert into carrier.cursor (follower, service, agency, seq, chain)"
    " select :key, :source, u.agency, 0, u.chain"
    " from unnest(cast(:agencies as text[]), cast(:chains as bytea[])) u (agency, chain) order by u.agency"
    " on conflict do nothing"
)
_MOVE = text(
    "update carrier.cursor c set seq = u.seq, chain = u.chain"
    " from unnest(cast(:agencies as text[]), cast(:seqs as bigint[]), cast(:chains as bytea[])) u (agency, seq, chain)"
    " where c.follower = :key and c.service = :source and c.agency = u.agency"
)
