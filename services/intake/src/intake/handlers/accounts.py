"""Commands on staff accounts; a password is no part of them."""

from intake.domain.commands import CloseStaffAccount, OpenStaffAccount
from intake.domain.decider import account_decider
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Receipt


async def open_account(store: EventStore, command: OpenStaffAccount) -> Receipt:
    """开户 in the origin's agency. Raises `Refusal`."""
    return await execute(store, account_decider, command.origin, account_stream(command.login), command)


async def close_account(store: EventStore, login: str, command: CloseStaffAccount) -> Receipt:
    """销户: no sign-in from then on. Raises `Refusal`."""
    return await execute(store, account_decider, command.origin, account_stream(login), command)


def account_stream(login: str) -> str:
    """The stream of one account."""
    return f"account/{login}"
