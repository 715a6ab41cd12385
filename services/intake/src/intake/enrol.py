"""Enrolment: an account in the log, with its first password beside it."""

from asyncio import to_thread
from typing import Final

from argon2 import PasswordHasher

from intake.account.commands import OpenStaffAccount
from intake.account.handlers import open_account
from intake.storage import Credential, SignInStore
from shared.command.decider import Invalid, Refusal
from shared.eventlog.store import EventStore
from shared.time.clock import wall_clock

PASSWORD_SIGNS_MIN: Final = 8


async def enrol(store: EventStore, keeper: SignInStore, command: OpenStaffAccount, password: str) -> None:
    """Open an account and set its password; repeated under the same command id, only the password is set again.

    Raises `Refusal`: a fault of the account, a short password, a login that another agency gave out.
    """
    held = await keeper.credential(command.login)
    if held is not None and held.agency != command.origin.agency:
        raise Refusal("login-taken", "这个登录名已经用过，不能再次开户。请换一个登录名。")
    if len(password) < PASSWORD_SIGNS_MIN:
        raise Invalid("password-too-short", f"密码至少 {PASSWORD_SIGNS_MIN} 位。请换一个长一些的。")
    await open_account(store, command)
    hashed = await to_thread(PasswordHasher().hash, password)
    await keeper.set_credential(Credential(command.login, command.origin.agency, hashed), wall_clock())
