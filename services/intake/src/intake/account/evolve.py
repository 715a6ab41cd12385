"""Folds events into the state of a staff account."""

from intake.account.state import Account, Closed, Open
from shared.command.decider import BrokenHistory
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import StaffAccountClosed, StaffAccountOpened


def evolve(_: Account, event: IntakeEvent) -> Account:
    """The state after `event`. Raises `BrokenHistory`."""
    match event:
        case StaffAccountOpened(login=login, person=person):
            return Open(login, person)
        case StaffAccountClosed(login=login):
            return Closed(login)
        case _:
            raise BrokenHistory(f"{event.type_name()} is no event of an account")
