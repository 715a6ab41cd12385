"""The books of deadline: clocks with their explanations, the calendar, and the timers that are due."""

from deadline.projections.calendar import CalendarBook
from deadline.projections.clocks import ClocksBook
from deadline.projections.timers import TimersBook
from shared.projections.generations import Book

BOOKS: tuple[Book, ...] = (ClocksBook(), CalendarBook(), TimersBook())
"""Each is rebuilt from the log when its version rises."""
