"""Reporting's database with its books, its pages, and the histories of other services folded into it."""

import asyncio

import pytest

from reporting.app import rooms
from reporting.projections import BOOKS
from support.staff_pages import Pages


class Watched(Pages):
    """Reporting's pages, and the address at which its commands read."""

    def __init__(self, database) -> None:
        super().__init__(database, rooms)
        self.carrier_dsn = database.carrier_dsn

    @staticmethod
    async def aside(run, *given):
        """Run a command, which has a loop of its own, on another thread."""
        return await asyncio.to_thread(run, *given)


@pytest.fixture
async def pages(service_database):
    """Reporting's pages over empty books."""
    made = Watched(await service_database("reporting", books=BOOKS))
    yield made
    await made.runtime.close()
