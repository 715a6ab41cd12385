"""Fixtures of review's projections and pages."""

import pytest

from review.projections import PROJECTIONS
from support.review.office import AGENCY, accepted_scene
from support.review.pages import ReviewSite
from support.review.projections import ProjectionDatabase


@pytest.fixture
async def projection_db(service_database, engines):
    """Review's projections: folded by the carrier role, read by the application role."""
    database = await service_database("review", projections=PROJECTIONS)
    return ProjectionDatabase(engines(database.carrier_dsn), engines(database.app_dsn))


@pytest.fixture
async def make_site(service_database, engines):
    """Make review's pages on a scene, over empty projections."""
    database = await service_database("review", projections=PROJECTIONS)
    return lambda scene: ReviewSite(scene, engines(database.carrier_dsn), engines(database.app_dsn))


@pytest.fixture
async def site(make_site):
    """Review's pages on a case that has just been opened."""
    site = make_site(await accepted_scene())
    await site.caught_up(AGENCY, 0)
    return site
