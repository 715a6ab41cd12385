"""A reaction that replaces others begins at their lowest checkpoint; their checkpoints are removed.

Otherwise it would react to all old events again, and the checkpoints left over would look like stalled lanes.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.command.reaction import Reaction
from shared.delivery.subscription import reaction_key


async def take_over(connection: AsyncConnection, reactions: Iterable[Reaction]) -> None:
    """Set each reaction's first checkpoints to the lowest of those that it `takes_over`, in each lane that all of them have begun."""
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


_SUCCEED: Final = (
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
