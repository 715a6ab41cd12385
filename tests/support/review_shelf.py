"""The books of review on a database of their own, folded by the carrier and read as an agency's application."""

from sqlalchemy import text

from shared.delivery.subscription import fold_into
from support.review_office import AGENCY


class Shelf:
    """The books of one test."""

    def __init__(self, carrier, app):
        self.carrier, self.app = carrier, app

    async def fold(self, book, rows):
        """As the follower does it."""
        async with self.carrier.begin() as connection:
            await fold_into(connection, book, f"{book.name}_1", rows)

    async def read(self, query, *arguments, agency=AGENCY):
        """One query under row-level security."""
        async with self.app.begin() as connection:
            await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
            return await query(connection, *arguments)
