"""Decides commands on a staff account."""

from collections.abc import Sequence
from typing import assert_never

from intake.account import rules
from intake.account.commands import AccountCommand, CloseStaffAccount, OpenStaffAccount
from intake.account.state import Account, Closed, NoAccount, Open
from shared.command.decider import NotFound, Refusal
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import StaffAccountClosed, StaffAccountOpened


def decide(state: Account, command: AccountCommand) -> Sequence[IntakeEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case OpenStaffAccount():
            return _open(state, command)
        case CloseStaffAccount():
            return _close(state, command)
        case _:
            assert_never(command)


def _open(state: Account, command: OpenStaffAccount) -> Sequence[IntakeEvent]:
    """Open the account. A login that was ever used is refused, since it names one person for ever."""
    if not isinstance(state, NoAccount):
        raise Refusal("login-taken", "这个登录名已经用过，不能再次开户。请换一个登录名。")
    rules.require_well_formed_login(command.login)
    rules.require_name(command.name)
    return (StaffAccountOpened(person=command.person, login=command.login, name=command.name.strip()),)


def _close(state: Account, command: CloseStaffAccount) -> Sequence[IntakeEvent]:
    match state:
        case NoAccount():
            raise NotFound("account-unknown", "没有这个账号。请核对登录名。")
        case Closed():
            raise Refusal("account-already-closed", "这个账号已经销户，不用重复操作。")
        case Open(login=login):
            rules.require_closing_reason(command.reason)
            return (StaffAccountClosed(login=login, reason=command.reason.strip()),)
        case _:
            assert_never(state)
