"""Dead letters: a subscription that cannot apply an event stops its lane there until a person mends the cause.

`/carrierz` and `/metrics` show dead letters. After its row is deleted, the next head audit drives the lane again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.delivery.advance import Lane

ERROR_LENGTH_MAX = 2000

DeadLetters = Collection[tuple[str, str]]
"""(subscription, agency)."""


@dataclass(frozen=True, slots=True)
class Fork:
    """A lane that a subscription stopped because the source's log no longer followed what it had applied."""

    subscription: str
    service: str
    agency: str
    seq: int
    failed_at: datetime


async def forks(connection: AsyncConnection) -> Sequence[Fork]:
    """The stopped lanes whose rows or chain did not follow; lanes that stopped at a poison event are left out."""
    return [Fork(*row) for row in await connection.execute(_FORKS)]


async def add_dead_letter(engine: AsyncEngine, subscription: str, lane: Lane, seq: int, error: str) -> None:
    """Stop a lane at the number of the failed event; a lane that has a dead letter already is left unchanged."""
    row = {"subscription": subscription, "service": lane.service, "agency": lane.agency, "seq": seq}
    async with engine.begin() as connection:
        await connection.execute(_ADD, {**row, "error": error[:ERROR_LENGTH_MAX]})


async def drive_again(connection: AsyncConnection, subscription: str) -> None:
    """Delete the dead letters of a rebuilt projection, except forks: the next head audit drives its lanes again."""
    await connection.execute(_DRIVE_AGAIN, {"subscription": subscription})


async def dead_letters(engine: AsyncEngine, service: str) -> DeadLetters:
    """Return the stopped lanes of `service`."""
    async with engine.connect() as connection:
        rows = await connection.execute(_DEAD_LETTERS, {"service": service})
        return {(row.subscription, row.agency) for row in rows}


async def forget_dead_letters(connection: AsyncConnection, subscription: str) -> None:
    """Delete the dead letters of a subscription: the next head audit drives its lanes on from their checkpoints."""
    await connection.execute(_FORGET, {"subscription": subscription})


_ADD = text(
    "insert into carrier.dead_letter (subscription, service, agency, seq, error, failed_at)"
    " values (:subscription, :service, :agency, :seq, :error, lantai_now()) on conflict do nothing"
)
_DRIVE_AGAIN = text(
    "delete from carrier.dead_letter where subscription = :subscription"
    " and error not like 'fork:%' and error not like 'LaneBroken:%'"
)
_FORKS = text(
    "select subscription, service, agency, seq, failed_at from carrier.dead_letter"
    " where error like 'fork:%' or error like 'LaneBroken:%' order by 1, 2, 3"
)
_DEAD_LETTERS = text("select subscription, agency from carrier.dead_letter where service = :service")
_FORGET = text("delete from carrier.dead_letter where subscription = :subscription")
