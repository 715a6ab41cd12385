"""Review's projections on a database of their own: the carrier role folds them, the application role reads them."""

from sqlalchemy import text

from shared.delivery.subscription import fold_into
from support.review.office import AGENCY


class ProjectionDatabase:
    """The projections of one test."""

    def __init__(self, carrier, app):
        self.carrier, self.app = carrier, app

    async def fold(self, projection, rows):
        """Fold rows as the subscription does."""
        async with self.carrier.begin() as connection:
            await fold_into(connection, projection, f"{projection.name}_1", rows)

    async def read(self, query, *arguments, agency=AGENCY):
        """Run a query under row-level security."""
        async with self.app.begin() as connection:
            await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
            return await query(connection, *arguments)
