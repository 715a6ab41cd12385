"""Folds events into the state of a section."""

from intake.section.state import Gone, Open, Section
from shared.command.decider import BrokenHistory
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import SectionClosed, SectionMerged, SectionOpened, SectionRenamed


def evolve(_: Section, event: IntakeEvent) -> Section:
    """The state after `event`. Raises `BrokenHistory`."""
    match event:
        case SectionOpened(name=name, opened_on=day):
            return Open(name, day)
        case SectionRenamed(name=name, renamed_on=day):
            return Open(name, day)
        case SectionMerged() | SectionClosed():
            return Gone()
        case _:
            raise BrokenHistory(f"{event.type_name()} is no event of a section")
