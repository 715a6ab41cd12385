"""What tests of review's projections and pages begin with."""

import pytest

from review.projections import PROJECTIONS
from support.review.office import AGENCY, accepted_scene
from support.review.pages import Hall
from support.review.projections import Shelf


@pytest.fixture
async def shelf(service_database, engines):
    """Folds rows into the live projections as the carrier, and reads them as the application of an agency."""
    database = await service_database("review", projections=PROJECTIONS)
    return Shelf(engines(database.carrier_dsn), engines(database.app_dsn))


@pytest.fixture
async def projections_hall(service_database, engines):
    """The pages on a scene, over empty projections."""
    database = await service_database("review", projections=PROJECTIONS)
    return lambda scene: Hall(scene, engines(database.carrier_dsn), engines(database.app_dsn))


@pytest.fixture
async def hall(projections_hall):
    """A case that has just been opened, and the pages on it."""
    hall = projections_hall(await accepted_scene())
    await hall.caught_up(AGENCY, 0)
    return hall
