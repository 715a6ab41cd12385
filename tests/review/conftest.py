"""What tests of review's books and pages begin with."""

import pytest

from review.case.handlers import Office
from review.projections import BOOKS
from support.review_office import AGENCY, accepted_scene
from support.review_outcomes import OfferedPolicy
from support.review_pages import Hall
from support.review_shelf import Shelf


@pytest.fixture
async def shelf(service_database, engines):
    """Folds rows into the live books as the carrier, and reads them as the application of an agency."""
    database = await service_database("review", books=BOOKS)
    return Shelf(engines(database.carrier_dsn), engines(database.app_dsn))


@pytest.fixture
async def books_hall(service_database, engines):
    """The pages on a scene, over empty books."""
    database = await service_database("review", books=BOOKS)
    return lambda scene: Hall(scene, engines(database.carrier_dsn), engines(database.app_dsn))


@pytest.fixture
async def hall(books_hall):
    """A case that has just been opened, and the pages on it."""
    hall = books_hall(await accepted_scene())
    await hall.caught_up(AGENCY, 0)
    return hall


@pytest.fixture
async def offering(hall):
    """The same with all seven outcomes on offer."""
    scene = hall.scene
    scene.office = Office(store=scene.store, vault=scene.vault, policy_of=OfferedPolicy)
    return hall
