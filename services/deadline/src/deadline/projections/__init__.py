"""The projections of deadline: clocks with their explanations, the calendar, and due timers."""

from deadline.projections.calendar import CalendarProjection
from deadline.projections.clocks import ClocksProjection
from deadline.projections.timers import TimersProjection
from shared.projections.generations import Projection

PROJECTIONS: tuple[Projection, ...] = (ClocksProjection(), CalendarProjection(), TimersProjection())
"""A projection is rebuilt from the log when its version rises."""
