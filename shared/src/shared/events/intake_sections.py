"""Events of intake 受理 about sections 股室: an id for ever, and a name that may change.

A day is the first on which the change holds. Cases keep the id; who reads a page sees the name of that day.
"""

from datetime import date

from shared.events.intake import IntakeEvent


class SectionOpened(IntakeEvent, frozen=True, kw_only=True):
    """设立股室: cases may be assigned to it, and persons may head it."""

    section: str
    name: str
    opened_on: date


class SectionRenamed(IntakeEvent, frozen=True, kw_only=True):
    """更名: what was called by the old name before keeps it."""

    section: str
    name: str
    renamed_on: date


class SectionMerged(IntakeEvent, frozen=True, kw_only=True):
    """并入: nothing is assigned to it any more; who heads `into` works its cases."""

    section: str
    into: str
    merged_on: date


class SectionClosed(IntakeEvent, frozen=True, kw_only=True):
    """撤销: nothing is assigned to it any more, and no other section takes its cases over."""

    section: str
    closed_on: date


SectionEvent = SectionOpened | SectionRenamed | SectionMerged | SectionClosed

EVENTS: tuple[type[IntakeEvent], ...] = (SectionOpened, SectionRenamed, SectionMerged, SectionClosed)
