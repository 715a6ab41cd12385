"""Decides commands on a section."""

from collections.abc import Sequence
from typing import assert_never

from intake.section import rules
from intake.section.commands import CloseSection, MergeSection, OpenSection, RenameSection, SectionCommand
from intake.section.state import Section
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import SectionClosed, SectionMerged, SectionOpened, SectionRenamed


def decide(state: Section, command: SectionCommand) -> Sequence[IntakeEvent]:
    """The event of `command` in `state`. Raises `Refusal`."""
    match command:
        case OpenSection():
            return (_open(state, command),)
        case RenameSection():
            return (_rename(state, command),)
        case MergeSection():
            return (_merge(state, command),)
        case CloseSection():
            return (_close(state, command),)
        case _:
            assert_never(command)


def _open(state: Section, command: OpenSection) -> SectionOpened:
    rules.require_unused_id(state)
    rules.require_well_formed_id(command.section)
    name = rules.name_right(command.name)
    return SectionOpened(section=command.section, name=name, opened_on=command.opened_on)


def _rename(state: Section, command: RenameSection) -> SectionRenamed:
    present = rules.still_open(state, command.section)
    name = rules.name_right(command.name)
    rules.require_another_name(present, name)
    rules.require_day_in_order(present, command.renamed_on)
    return SectionRenamed(section=command.section, name=name, renamed_on=command.renamed_on)


def _merge(state: Section, command: MergeSection) -> SectionMerged:
    present = rules.still_open(state, command.section)
    rules.require_another_section(command.section, command.into)
    rules.still_open(command.target, command.into)
    rules.require_day_in_order(present, command.merged_on)
    return SectionMerged(section=command.section, into=command.into, merged_on=command.merged_on)


def _close(state: Section, command: CloseSection) -> SectionClosed:
    rules.require_day_in_order(rules.still_open(state, command.section), command.closed_on)
    return SectionClosed(section=command.section, closed_on=command.closed_on)
