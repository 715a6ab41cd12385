"""Folds events into the state of a staff account."""

from dataclasses import replace

from intake.account.state import Account, Closed, Open
from shared.command.decider import BrokenHistory
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import (
    StaffAccountClosed,
    StaffAccountOpened,
    StaffPasswordReplaced,
    StaffPasswordResetIssued,
    StaffPasswordResetUsed,
)


def evolve(state: Account, event: IntakeEvent) -> Account:
    """The state after `event`. Raises `BrokenHistory`."""
    match state, event:
        case _, StaffAccountOpened(login=login, person=person):
            return Open(login, person)
        case _, StaffAccountClosed(login=login):
            return Closed(login)
        case Open(), StaffPasswordResetIssued(reset=reset):
            return replace(state, resets=reset, valid_reset=reset)
        case Open(), StaffPasswordReplaced() | StaffPasswordResetUsed():
            return replace(state, valid_reset=0)
        case _:
            raise BrokenHistory(f"{event.type_name()} does not follow {type(state).__name__}")
