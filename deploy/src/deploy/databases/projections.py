"""The projections that a service keeps, as its package lists them."""

from collections.abc import Sequence
from importlib import import_module

from shared.projections.generations import Projection


def projections_of(service: str) -> Sequence[Projection]:
    """Return a service's projections with the directory of staff that each service keeps. Loads the service's package."""
    from shared.staff.directory import StaffDirectory  # noqa: PLC0415  # few commands need it

    return (*import_module(f"{service}.projections").PROJECTIONS, StaffDirectory())
