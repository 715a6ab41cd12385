"""Parked lanes: what a subscription cannot apply waits here for a person, and everybody sees it.

Deleting the row drives the lane again, within the time of a head audit.
"""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.advance import Lane

ERROR_LENGTH_MAX = 2000

Parked = Collection[tuple[str, str]]
"""(subscription, agency)."""


async def park(engine: AsyncEngine, subscription: str, lane: Lane, seq: int, error: str) -> None:
    """Park a lane at the number that waits; a lane that is parked already stays as it is."""
    row = {"subscription": subscription, "service": lane.service, "agency": lane.agency, "seq": seq}
    async with engine.begin() as connection:
        await connection.execute(_PARK, {**row, "error": error[:ERROR_LENGTH_MAX]})


async def parked(engine: AsyncEngine, service: str) -> Parked:
    """What is parked of the lanes of `service`."""
    async with engine.connect() as connection:
        rows = await connection.execute(_PARKED, {"service": service})
        return {(row.subscription, row.agency) for row in rows}


_PARK = text(
    "insert into carrier.dead_letter (subscription, service, agency, seq, error, parked_at)"
    " values (:subscription, :service, :agency, :seq, :error, lantai_now()) on conflict do nothing"
)
_PARKED = text("select subscription, agency from carrier.dead_letter where service = :service")
