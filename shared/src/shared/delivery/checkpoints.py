"""Read-only access to checkpoints, for waiting pages, the audit, the exercise's clock and chaos runs.

Only advance.py moves checkpoints. A projection's checkpoint is that of its live generation, not of one being rebuilt.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventlog.store import Head


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A subscription has applied the lane `service`/`agency` up to `seq`; `projection` is None for a reaction."""

    subscription: str
    projection: str | None
    service: str
    agency: str
    seq: int


async def checkpoints(connection: AsyncConnection) -> Sequence[Checkpoint]:
    """The checkpoints of all subscriptions in the lanes that they have begun. The login must see all lanes."""
    return [Checkpoint(*row) for row in await connection.execute(_CHECKPOINTS)]


async def applied_heads(connection: AsyncConnection) -> Sequence[tuple[str, str, str, Head]]:
    """(subscription, service, agency, head) of every lane that a subscription has begun: the audit's witnesses.

    Also of generations that are being filled and of reactions that are gone: what they applied stood in the log.
    """
    rows = await connection.execute(_APPLIED)
    return [(row.subscription, row.service, row.agency, Head(row.seq, row.chain)) for row in rows]


async def projection_positions(connection: AsyncConnection, projection: str) -> Mapping[tuple[str, str], int]:
    """(service, agency) → the last number of the lane that a projection shows."""
    found = await connection.execute(_OF_PROJECTION, {"projection": projection})
    return {(row.service, row.agency): row.seq for row in found}


async def projections_reached(
    connection: AsyncConnection, projections: Collection[str], agencies: Collection[str]
) -> Mapping[tuple[str, str, str], int]:
    """(projection, service, agency) → the last number that some projections show of the lanes of some agencies."""
    asked = {"projections": list(projections), "agencies": list(agencies)}
    rows = await connection.execute(_OF_AGENCIES, asked)
    return {(row.name, row.service, row.agency): row.seq for row in rows}


async def projections_show(
    connection: AsyncConnection, projections: Sequence[str], service: str, agency: str
) -> int:
    """The last number of a lane that all of `projections` show; unlimited if `projections` is empty."""
    asked = {"projections": list(projections), "service": service, "agency": agency}
    return int((await connection.execute(_SHOWN, asked)).scalar_one())


_LIVE = "carrier.projection b on c.subscription = b.name || '_' || b.generation"
_CHECKPOINTS = text(
    "select c.subscription, b.name, c.service, c.agency, c.seq from carrier.checkpoint c"  # noqa: S608  # our own text
    f" left join {_LIVE} where b.name is not null or c.subscription like 'reaction:%'"
    " order by 1, 3, 4"
)
_APPLIED = text(
    "select subscription, service, agency, seq, chain from carrier.checkpoint where seq > 0 order by 1, 2, 3"
)
_OF_PROJECTION = text(
    f"select c.service, c.agency, c.seq from carrier.checkpoint c join {_LIVE} where b.name = :projection"  # noqa: S608  # the same
)
_OF_AGENCIES = text(
    f"select b.name, c.service, c.agency, c.seq from carrier.checkpoint c join {_LIVE}"  # noqa: S608  # the same
    " where b.name = any (:projections) and c.agency = any (:agencies)"
)
_SHOWN = text(
    "select coalesce(min(coalesce(c.seq, 0)), 9223372036854775807) from carrier.projection b left join carrier.checkpoint c"
    " on c.subscription = b.name || '_' || b.generation and c.service = :service and c.agency = :agency"
    " where b.name = any (:projections)"
)
