"""What deadline says of a case's clocks."""

from datetime import date

from support.deadline.events import due_set


def due(hall, clock="reply", due_on=date(2025, 3, 13)):
    """A date as deadline counted it."""
    return due_set(hall.scene.request_id, due_on, clock)
