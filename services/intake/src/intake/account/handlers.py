"""Commands on staff accounts; a password is no part of them."""

from intake.account.commands import AccountCommand, CloseStaffAccount, OpenStaffAccount
from intake.account.decide import decide_account
from intake.account.evolve import evolve_account
from intake.account.state import Account, NoAccount
from shared.command.decider import Decider
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Receipt
from shared.events.intake import IntakeEvent

account_decider: Decider[Account, AccountCommand, IntakeEvent] = Decider(
    NoAccount(), decide_account, evolve_account
)


async def open_account(store: EventStore, command: OpenStaffAccount) -> Receipt:
    """开户 in the origin's agency. Raises `Refusal`."""
    return await execute(store, account_decider, command.origin, account_stream(command.login), command)


async def close_account(store: EventStore, login: str, command: CloseStaffAccount) -> Receipt:
    """销户: no sign-in from then on. Raises `Refusal`."""
    return await execute(store, account_decider, command.origin, account_stream(login), command)


def account_stream(login: str) -> str:
    """The stream of one account."""
    return f"account/{login}"
