"""Up to when the figures of a page are complete."""

from collections.abc import Mapping
from typing import Any, Final

from reporting.projections.annual import AnnualProjection
from reporting.projections.dashboard import DashboardProjection
from reporting.wording import SERVICE_NAMES
from shared.service.runtime import Runtime

COUNTED: Final = (AnnualProjection.name, DashboardProjection.name)
"""The projections that pages read figures from."""


async def freshness_of(runtime: Runtime, *agencies: str) -> Mapping[str, Any]:
    """What parts/freshness.html needs: up to when the figures of `agencies` are complete. Ask it before they are read."""
    return {"fresh": await runtime.freshness(agencies, COUNTED), "service_names": SERVICE_NAMES}
