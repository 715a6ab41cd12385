"""Commands on staff accounts; passwords are no part of them (storage.py keeps credentials apart from the log)."""

from intake.domain.commands import CloseStaffAccount, OpenStaffAccount
from intake.domain.decider import account_decider
from shared.handling import execute
from shared.message import Origin
from shared.store import EventStore, Receipt


async def open_account(
    store: EventStore,
    origin: Origin,
    login: str,
    name: str,
    roles: tuple[str, ...],
    *,
    agencies: tuple[str, ...] = (),
    section: str | None = None,
) -> Receipt:
    """开户 in the origin's agency; only a supervisor's `agencies` may differ from it. Raises `Refusal`."""
    command = OpenStaffAccount(
        origin=origin,
        login=login,
        name=name,
        roles=roles,
        agencies=agencies or (origin.agency,),
        section=section,
    )
    return await execute(store, account_decider, origin, f"account/{login}", command)


async def close_account(store: EventStore, origin: Origin, login: str, reason: str) -> Receipt:
    """销户: no sign-in from then on. Raises `Refusal`."""
    command = CloseStaffAccount(origin=origin, reason=reason)
    return await execute(store, account_decider, origin, f"account/{login}", command)
