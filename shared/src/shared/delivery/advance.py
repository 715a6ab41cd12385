"""Exactly-once effect: rows may arrive repeatedly and in any order; each takes effect once, in the lane's order.

In one transaction: lock the checkpoint rows; skip rows before them; check number, leaf and chain of the others; move the
checkpoints; apply. A lane with a gap or a wrong chain is left unchanged, and the caller reads the source's own log. The
number of statements does not depend on the number of subscriptions and lanes, except for the effects themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.command.reaction import Reaction
from shared.delivery.subscription import Appended, Subscription, checkpoint_keys, reaction_key
from shared.eventlog.evidence import faults, genesis
from shared.eventlog.store import Head
from shared.message import Recorded

Lanes = Mapping[str, Sequence[Recorded]]
"""Agency → rows, of one source."""

Place = tuple[str, str]
"""(a subscription's label or the key of its checkpoints, agency)."""


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """The unit of order: a service's events in one agency."""

    service: str
    agency: str

    @property
    def start(self) -> Head:
        """The lane's checkpoint before its first event."""
        return Head(0, genesis(self.service, self.agency))


class LaneBroken(Exception):
    """The rows do not follow the checkpoint: a gap, an altered row, or a fork of the chain."""

    def __init__(self, lane: Lane, seq: int, what: str) -> None:
        super().__init__(f"{lane.service}/{lane.agency} at {seq}: {what}")
        self.lane = lane
        self.seq = seq
        self.what = what


Work = Sequence[tuple[Subscription, Lanes]]
"""Subscriptions, each with its lanes' rows, to apply in one transaction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a transaction: its appends, and the lanes that did not follow their checkpoint and were left unchanged."""

    appended: Appended
    broken: Sequence[tuple[Subscription, LaneBroken]]


def lanes_of(rows: Iterable[Recorded]) -> Lanes:
    """Agency → its rows in order, each number once."""
    lanes: defaultdict[str, dict[int, Recorded]] = defaultdict(dict)
    for row in rows:
        lanes[row.agency][row.seq] = row
    return {agency: [row for _, row in sorted(its.items())] for agency, its in lanes.items()}


async def all_positions(
    connection: AsyncConnection, subscriptions: Sequence[Subscription], source: str
) -> Mapping[Place, Head]:
    """(label, agency) → checkpoint, for every lane of `source` that a subscription has begun; nothing is locked."""
    keys = await checkpoint_keys(connection, subscriptions)
    labels = {key: each.label for key, each in zip(keys, subscriptions, strict=True)}
    rows = await connection.execute(_ALL, {"keys": list(keys), "source": source})
    return {(labels[row.subscription], row.agency): Head(row.seq, row.chain) for row in rows}


async def lane_positions(
    connection: AsyncConnection, subscriptions: Sequence[Subscription], lane: Lane
) -> Sequence[Head]:
    """The checkpoint of each subscription in a lane; nothing is locked."""
    keys = await checkpoint_keys(connection, subscriptions)
    at = {"keys": list(keys), "source": lane.service, "agencies": [lane.agency]}
    begun = {row.subscription: Head(row.seq, row.chain) for row in await connection.execute(_SOME, at)}
    return [begun.get(key, lane.start) for key in keys]


async def positions(
    connection: AsyncConnection, keys: Iterable[str], source: str, agencies: Iterable[str]
) -> Mapping[Place, Head]:
    """The checkpoint of each of `keys` in each lane; the checkpoint rows are locked until the transaction ends.

    A missing row is inserted before it is locked, so two processes that both see a lane's first event wait for each other.
    """
    at = {"keys": sorted(keys), "source": source, "agencies": sorted(agencies)}
    found = await _locked(connection, at)
    missing = [(key, agency) for key in at["keys"] for agency in at["agencies"] if (key, agency) not in found]
    if missing:
        starts = {place: Lane(source, place[1]).start for place in missing}
        await connection.execute(_BEGIN, {"source": source, **_columns(starts)})
        found = await _locked(connection, at)
    return found


async def move(connection: AsyncConnection, source: str, heads: Mapping[Place, Head]) -> None:
    """Set checkpoints whose rows `positions` locked."""
    await connection.execute(_MOVE, {"source": source, **_columns(heads)})


async def advance(connection: AsyncConnection, source: str, work: Work) -> Outcome:
    """Apply `work` in the caller's transaction, except lanes whose rows do not follow their checkpoint."""
    keys = await checkpoint_keys(connection, [subscription for subscription, _ in work])
    agencies = {agency for _, lanes in work for agency in lanes}
    heads = await positions(connection, keys, source, agencies)
    fresh: list[tuple[Subscription, Place, Sequence[Recorded]]] = []
    broken: list[tuple[Subscription, LaneBroken]] = []
    checked: dict[tuple[int, Head], Sequence[Recorded] | LaneBroken] = {}
    for key, (subscription, lanes) in zip(keys, work, strict=True):
        for agency, rows in sorted(lanes.items()):
            head = heads[key, agency]
            same = (id(rows), head)  # subscriptions that stand at the same place share one check
            if same not in checked:
                checked[same] = _follows(Lane(source, agency), head, rows)
            match checked[same]:
                case LaneBroken() as error:
                    broken.append((subscription, error))
                case following if following:
                    fresh.append((subscription, (key, agency), following))
    return Outcome(await _apply(connection, source, fresh), broken)


async def take_over(connection: AsyncConnection, reactions: Iterable[Reaction]) -> None:
    """Set each reaction's first checkpoints to the lowest of those that it `takes_over`, in each lane that all of them have begun.

    Without it the reaction would react to all old events again, and the checkpoints left over would look like stalled lanes.
    """
    for reaction in reactions:
        replaced = list(reaction.takes_over)
        if replaced:
            given = {
                "subscription": reaction_key(reaction.name),
                "service": reaction.source,
                "replaced": replaced,
                "keys": [reaction_key(name) for name in replaced],
            }
            for statement in _SUCCEED:
                await connection.execute(statement, given)


async def _apply(
    connection: AsyncConnection, source: str, fresh: Sequence[tuple[Subscription, Place, Sequence[Recorded]]]
) -> Appended:
    """Move the checkpoints, then apply: a reaction's append must be the last statement, since it holds its lane's row."""
    if not fresh:
        return ()
    await move(connection, source, {place: Head(rows[-1].seq, rows[-1].chain) for _, place, rows in fresh})
    return [
        each
        for subscription, place, rows in fresh
        for each in await subscription.apply(connection, place[0], rows)
    ]


def _follows(lane: Lane, head: Head, rows: Iterable[Recorded]) -> Sequence[Recorded] | LaneBroken:
    """Return the rows after the head, in order, each once, or the first fault in them."""
    fresh = [row for _, row in sorted({row.seq: row for row in rows}.items()) if row.seq > head.seq]
    for seq, what in faults(fresh, head.seq, head.chain):
        return LaneBroken(lane, seq, what)
    return fresh


async def _locked(connection: AsyncConnection, at: Mapping[str, object]) -> Mapping[Place, Head]:
    rows = await connection.execute(_LOCK, at)
    return {(row.subscription, row.agency): Head(row.seq, row.chain) for row in rows}


def _columns(heads: Mapping[Place, Head]) -> dict[str, list[object]]:
    return {
        "keys": [key for key, _ in heads],
        "agencies": [agency for _, agency in heads],
        "seqs": [head.seq for head in heads.values()],
        "chains": [head.chain for head in heads.values()],
    }


_ALL = text(
    "select subscription, agency, seq, chain from carrier.checkpoint where subscription = any (:keys) and service = :source"
)
_SOME = text(f"{_ALL.text} and agency = any (:agencies)")
_LOCK = text(f"{_SOME.text} order by subscription, agency for update")
_GIVEN = (
    "unnest(cast(:keys as text[]), cast(:agencies as text[]), cast(:seqs as bigint[]), cast(:chains as bytea[]))"
    " u (subscription, agency, seq, chain)"
)
_BEGIN = text(
    "insert into carrier.checkpoint (subscription, service, agency, seq, chain)"  # noqa: S608  # all of it is our own text
    f" select u.subscription, :source, u.agency, u.seq, u.chain from {_GIVEN} order by u.subscription, u.agency"  # our own text
    " on conflict do nothing"
)
_MOVE = text(
    f"update carrier.checkpoint c set seq = u.seq, chain = u.chain from {_GIVEN}"  # noqa: S608  # the same
    " where c.subscription = u.subscription and c.service = :source and c.agency = u.agency"
)
_SUCCEED = (
    text(
        "insert into carrier.checkpoint (subscription, service, agency, seq, chain)"
        " select :subscription, c.service, c.agency, (array_agg(c.seq order by c.seq))[1],"
        " (array_agg(c.chain order by c.seq))[1] from carrier.checkpoint c"
        " where c.subscription = any (:keys) and c.service = :service group by c.service, c.agency"
        " having count(*) = cardinality(cast(:keys as text[])) on conflict do nothing"
    ),
    text("delete from carrier.checkpoint where subscription = any (:keys)"),
    text("delete from carrier.dead_letter where subscription = any (:replaced)"),
)
