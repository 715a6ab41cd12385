"""The projections of reporting: the ledger, the trail of each request, the annual table, and the live figures."""

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
"""A projection is rebuilt from all services' logs when its version rises."""
