"""The projections of review: the caseload, the case file, and the due dates that deadline publishes."""

from review.projections.case_file import CaseFile
from review.projections.caseload import Caseload
from review.projections.due_dates import DueDates
from shared.projections.generations import Projection

PROJECTIONS: tuple[Projection, ...] = (Caseload(), CaseFile(), DueDates())
