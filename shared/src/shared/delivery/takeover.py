"""A reaction that replaces others begins where the last of them stood; nothing of them is left behind.

Its events would otherwise all be reacted to again, and checkpoints that nobody moves would look like lanes that stand still.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.command.reaction import Reaction
from shared.delivery.subscription import reaction_key


async def succeed(connection: AsyncConnection, reactions: Iterable[Reaction]) -> None:
    """Begin each reaction's checkpoints at the lowest of those that it `takes_over`; where one never began, at the start."""
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
