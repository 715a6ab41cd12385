"""Folds events into a person's roles."""

from dataclasses import replace

from intake.person.state import Grant, NoPerson, Person, Staff
from shared.command.decider import BrokenHistory
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import StaffRoleEnded, StaffRoleGranted


def evolve(state: Person, event: IntakeEvent) -> Person:
    """The state after `event`. Raises `BrokenHistory`."""
    grants = () if isinstance(state, NoPerson) else state.grants
    match event:
        case StaffRoleGranted():
            return Staff((*grants, Grant.of(event)))
        case StaffRoleEnded(grant=number, ended_on=ended_on):
            return Staff(
                tuple(replace(each, ends_on=ended_on) if each.number == number else each for each in grants)
            )
        case _:
            raise BrokenHistory(f"{event.type_name()} is no event of a person")
