"""Dead letters: a lane that a subscription cannot apply is parked at the failed event until a person mends the cause.

`/readyz` and `/metrics` show parked lanes. After its row is deleted, the next head audit drives the lane again.
"""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.advance import Lane

ERROR_LENGTH_MAX = 2000

DeadLetters = Collection[tuple[str, str]]
"""(subscription, agency)."""


async def park(engine: AsyncEngine, subscription: str, lane: Lane, seq: int, error: str) -> None:
    """Park a lane at the number of the failed event; a lane that is parked already is left unchanged."""
    row = {"subscription": subscription, "service": lane.service, "agency": lane.agency, "seq": seq}
    async with engine.begin() as connection:
        await connection.execute(_PARK, {**row, "error": error[:ERROR_LENGTH_MAX]})


async def dead_letters(engine: AsyncEngine, service: str) -> DeadLetters:
    """The parked lanes of `service`."""
    async with engine.connect() as connection:
        rows = await connection.execute(_DEAD_LETTERS, {"service": service})
        return {(row.subscription, row.agency) for row in rows}


_PARK = text(
    "insert into carrier.dead_letter (subscription, service, agency, seq, error, parked_at)"
    " values (:subscription, :service, :agency, :seq, :error, lantai_now()) on conflict do nothing"
)
_DEAD_LETTERS = text("select subscription, agency from carrier.dead_letter where service = :service")
