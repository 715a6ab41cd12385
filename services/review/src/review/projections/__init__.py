"""The projections of review: the desk, the case file, what deadline says, and who the colleagues are."""

from review.projections.case_file import CaseFile
from review.projections.caseload import Caseload
from review.projections.colleagues import Colleagues
from review.projections.due_dates import DueDates
from shared.projections.generations import Book

BOOKS: tuple[Book, ...] = (Caseload(), CaseFile(), DueDates(), Colleagues())
