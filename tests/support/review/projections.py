"""The projections of review on a database of their own, folded by the carrier and read as an agency's application."""

from sqlalchemy import text

from shared.delivery.subscription import fold_into
from support.review.office import AGENCY


class Shelf:
    """The projections of one test."""

    def __init__(self, carrier, app):
        self.carrier, self.app = carrier, app

    async def fold(self, projection, rows):
        """As the subscription does it."""
        async with self.carrier.begin() as connection:
            await fold_into(connection, projection, f"{projection.name}_1", rows)

    async def read(self, query, *arguments, agency=AGENCY):
        """One query under row-level security."""
        async with self.app.begin() as connection:
            await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
            return await query(connection, *arguments)
