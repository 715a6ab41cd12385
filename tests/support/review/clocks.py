"""Deadline's events about a case's clocks."""

from datetime import date

from support.deadline.events import due_set


def due(site, clock="reply", due_on=date(2025, 3, 13)):
    """A due date that deadline counted."""
    return due_set(site.scene.request_id, due_on, clock)
