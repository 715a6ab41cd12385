"""What an event makes of a staff account."""

from intake.account.state import Account, Closed, Open
from shared.command.decider import BrokenHistory
from shared.events.intake import IntakeEvent, StaffAccountClosed, StaffAccountOpened


def evolve_account(_: Account, event: IntakeEvent) -> Account:
    """The state after `event`. Raises `BrokenHistory`."""
    match event:
        case StaffAccountOpened(login=login):
            return Open(login)
        case StaffAccountClosed(login=login):
            return Closed(login)
        case _:
            raise BrokenHistory(f"{event.type_name()} is no event of an account")
