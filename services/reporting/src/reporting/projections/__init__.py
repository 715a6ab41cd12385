"""The books of reporting: the ledger of everything, the trail of each request, the annual table, the live figures."""

from reporting.projections.annual import AnnualBook
from reporting.projections.dashboard import DashboardBook
from reporting.projections.ledger import LedgerBook
from reporting.projections.trail import TrailBook
from shared.projections.generations import Book

BOOKS: tuple[Book, ...] = (LedgerBook(), TrailBook(), AnnualBook(), DashboardBook())
"""Each is rebuilt from the logs of the services when its version rises."""
