"""修改、重设密码: the fact goes into the log, the hash into the table beside it, in this order.

If the process ends between the two, the log tells of a password that was not set: the former one is still valid, and the act is
done again (a link that counts as used is issued anew).
"""

import secrets
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from intake.account import rules
from intake.account.commands import IssuePasswordReset, ReplacePassword, UsePasswordReset
from intake.account.handlers import account_decider, account_stream
from intake.acts.grant_role import person_behind
from intake.sign_in import SignIn
from intake.storage import Credential, PasswordReset, SignInStore
from shared.command.decider import Invalid
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Result
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import StaffPasswordResetIssued
from shared.message import Actor, Origin
from shared.process.audit import audit

RESET_HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    """The acts on passwords. Hashing waits in the queue of sign-in."""

    store: EventStore
    stored: SignInStore
    sign_in: SignIn

    async def check_present(self, login: str, password: str, address: str) -> Credential:
        """The credential of the signed-in person who types the present password. Raises `Refusal` as sign-in does."""
        credential = await self.sign_in.check(login, password, address)
        if credential is None:
            raise Invalid("password-wrong", "现在的密码不对。请重新输入。", field="present")
        return credential

    async def replace(
        self, held: Credential, chosen: str, origin: Origin, address: str, real_at: datetime
    ) -> str:
        """Replace a password that was just checked; end all sessions; return the token of a new one.

        Raises `Refusal` for a short or common password, and for an account that was closed meanwhile.
        """
        await to_thread(rules.require_good_password, chosen, held.login, "chosen")
        hashed = await self.sign_in.hash(chosen, address)
        command = ReplacePassword(origin=origin)
        await execute(self.store, account_decider, origin, account_stream(held.login), command)
        credential = Credential(held.login, held.agency, hashed)
        await self.stored.set_credential(credential, real_at)
        audit("password.replaced", account=held.login, agency=held.agency)
        return await self.sign_in.begin(credential, real_at)

    async def link(self, code: str, real_at: datetime) -> PasswordReset:
        """The link with this code. Raises `Gone` for one that is unknown, used, replaced or expired."""
        reset = await self.stored.reset(_hash(code), real_at)
        if reset is None:
            raise rules.reset_void()
        return reset

    async def use(
        self, reset: PasswordReset, chosen: str, address: str, at: datetime, real_at: datetime
    ) -> None:
        """Set a password by a link, once, and end all sessions. Raises `Refusal`, also for an account that was closed."""
        await to_thread(rules.require_good_password, chosen, reset.login, "chosen")
        person = await person_behind(self.store, reset.agency, reset.login)
        hashed = await self.sign_in.hash(chosen, address)
        origin = Origin.first(reset.agency, Actor(kind="staff", id=person), at)
        command = UsePasswordReset(origin=origin, reset=reset.number)
        await execute(self.store, account_decider, origin, account_stream(reset.login), command)
        await self.stored.set_credential(Credential(reset.login, reset.agency, hashed), real_at)
        audit("password.reset", account=reset.login, agency=reset.agency)


async def issue_reset(
    store: EventStore, stored: SignInStore, origin: Origin, login: str, real_at: datetime
) -> str:
    """签发重设密码链接: return the code of a link for `login`. Raises `Refusal` where there is no open account."""
    command = IssuePasswordReset(origin=origin, valid_hours=RESET_HOURS)
    stream = account_stream(login)
    receipt = await execute(store, account_decider, origin, stream, command, result=_numbered)
    code, ends_at = secrets.token_urlsafe(32), real_at + timedelta(hours=RESET_HOURS)
    number = int(receipt.result["reset"] or 0)
    await stored.keep_reset(_hash(code), PasswordReset(login, origin.agency, number, ends_at))
    return code


def _numbered(events: Sequence[IntakeEvent]) -> Result:
    return {"reset": next(each.reset for each in events if isinstance(each, StaffPasswordResetIssued))}


def _hash(code: str) -> bytes:
    return sha256(code.encode("utf-8", "replace")).digest()
