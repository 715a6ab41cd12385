"""Intake's projections: each file is one read model with its tables, its fold and its queries."""

from intake.projections.docket import Docket
from intake.projections.due_dates import DueDates
from intake.projections.tracking import Tracking
from shared.projections.generations import Projection

PROJECTIONS: tuple[Projection, ...] = (Docket(), Tracking(), DueDates())
