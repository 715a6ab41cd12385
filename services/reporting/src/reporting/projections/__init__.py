"""The projections of reporting: the ledger of everything, the trail of each request, the annual table, the live figures."""

from reporting.projections.annual import AnnualProjection
from reporting.projections.dashboard import DashboardProjection
from reporting.projections.ledger import LedgerProjection
from reporting.projections.trail import TrailProjection
from shared.projections.generations import Projection

PROJECTIONS: tuple[Projection, ...] = (
    LedgerProjection(),
    TrailProjection(),
    AnnualProjection(),
    DashboardProjection(),
)
"""Each is rebuilt from the logs of the services when its version rises."""
