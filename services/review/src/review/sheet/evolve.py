"""Folds events into a 保密审查单. A history that `decide` cannot have written raises `BrokenHistory`."""

from typing import assert_never

from review.sheet.state import Completed, NoSheet, Sheet, Voided
from shared.command.decider import BrokenHistory
from shared.events.review.sheet import SheetCompleted, SheetEvent, SheetVoided
from shared.events.terms import SheetVersion


def evolve(state: Sheet, event: SheetEvent) -> Sheet:
    """The sheet after `event`. Raises `BrokenHistory`."""
    match event:
        case SheetCompleted():
            return _completed(state, event)
        case SheetVoided():
            return _voided(state, event)
        case _:
            assert_never(event)


def _completed(state: Sheet, event: SheetCompleted) -> Completed:
    before = 0 if isinstance(state, NoSheet) else state.sheet_version.version
    if event.version != before + 1:
        raise BrokenHistory(f"version {event.version} of a sheet cannot follow version {before}")
    return Completed(
        SheetVersion(event.sheet_id, event.version),
        event.subject,
        event.answers,
        event.attribute,
        event.reason,
        event.opinions,
        frozenset(event.weighed),
        event.completed_on,
        event.basis,
    )


def _voided(state: Sheet, event: SheetVoided) -> Voided:
    if not isinstance(state, Completed) or state.sheet_version.version != event.version:
        raise BrokenHistory(f"sheet-voided of version {event.version} cannot follow {type(state).__name__}")
    return Voided(state.sheet_version, state.subject, event.voided_on)
