"""Handlers of commands on staff accounts. Passwords are not part of these commands."""

from intake.account.commands import AccountCommand, CloseStaffAccount
from intake.account.decide import decide
from intake.account.evolve import evolve
from intake.account.state import Account, NoAccount
from shared.command.decider import Decider
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Receipt
from shared.events.intake.intake_event import IntakeEvent

account_decider: Decider[Account, AccountCommand, IntakeEvent] = Decider(NoAccount(), decide, evolve)


async def close_account(store: EventStore, login: str, command: CloseStaffAccount) -> Receipt:
    """销户: the login can no longer sign in. Raises `Refusal`."""
    return await execute(store, account_decider, command.origin, account_stream(login), command)


def account_stream(login: str) -> str:
    """The stream of one account."""
    return f"account/{login}"
