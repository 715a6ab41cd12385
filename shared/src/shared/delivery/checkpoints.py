"""Where followers stand, for those who only look: pages that wait, the audit, the exercise's clock, a chaos run.

Who moves cursors does so in advance.py. A book counts with the generation that queries see; one that is being rebuilt
beside it does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Standing:
    """A follower has seen the lane `service`/`agency` up to `seq`; `book` is None for a reaction."""

    follower: str
    book: str | None
    service: str
    agency: str
    seq: int


async def standings(connection: AsyncConnection) -> Sequence[Standing]:
    """Every follower in every lane that it has begun. The login must see all lanes."""
    return [Standing(*row) for row in await connection.execute(_STANDINGS)]


async def book_positions(connection: AsyncConnection, book: str) -> Mapping[tuple[str, str], int]:
    """(service, agency) → the number up to which a book shows the lane."""
    found = await connection.execute(_OF_BOOK, {"book": book})
    return {(row.service, row.agency): row.seq for row in found}


async def books_show(connection: AsyncConnection, books: Sequence[str], service: str, agency: str) -> int:
    """The number up to which all of `books` show a lane; without books there is none that does not."""
    asked = {"books": list(books), "service": service, "agency": agency}
    return int((await connection.execute(_SHOWN, asked)).scalar_one())


_LIVE = "carrier.book b on c.follower = b.name || '_' || b.generation"
_STANDINGS = text(
    "select c.follower, b.name, c.service, c.agency, c.seq from carrier.cursor c"  # noqa: S608  # our own text
    f" left join {_LIVE} where b.name is not null or c.follower like 'reaction:%'"
    " order by 1, 3, 4"
)
_OF_BOOK = text(
    f"select c.service, c.agency, c.seq from carrier.cursor c join {_LIVE} where b.name = :book"  # noqa: S608  # the same
)
_SHOWN = text(
    "select coalesce(min(coalesce(c.seq, 0)), 9223372036854775807) from carrier.book b left join carrier.cursor c"
    " on c.follower = b.name || '_' || b.generation and c.service = :service and c.agency = :agency"
    " where b.name = any (:books)"
)
