"""Reporting's database with its books, its pages, and the histories of other services folded into it."""

import pytest

from reporting.app import rooms
from reporting.projections import BOOKS
from support.staff_pages import Pages


@pytest.fixture
async def pages(service_database):
    """Reporting's pages over empty books."""
    made = Pages(await service_database("reporting", books=BOOKS), rooms)
    yield made
    await made.runtime.close()
