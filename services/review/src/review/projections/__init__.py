"""The books of review: the desk, the case file, and what deadline says."""

from review.projections.case_file import CaseFile
from review.projections.caseload import Caseload
from review.projections.due_dates import DueDates
from shared.projector import Book

BOOKS: tuple[Book, ...] = (Caseload(), CaseFile(), DueDates())
