"""Decides commands on a staff account."""

from collections.abc import Sequence
from typing import assert_never

from intake.account import rules
from intake.account.commands import (
    AccountCommand,
    CloseStaffAccount,
    IssuePasswordReset,
    OpenStaffAccount,
    ReplacePassword,
    UsePasswordReset,
)
from intake.account.state import Account, Closed, NoAccount, Open
from shared.command.decider import NotFound, Refusal
from shared.events.intake.intake_event import IntakeEvent
from shared.events.intake.staff import (
    StaffAccountClosed,
    StaffAccountOpened,
    StaffPasswordReplaced,
    StaffPasswordResetIssued,
    StaffPasswordResetUsed,
)


def decide(state: Account, command: AccountCommand) -> Sequence[IntakeEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case OpenStaffAccount():
            return _open(state, command)
        case CloseStaffAccount():
            account = _require_open(state)
            rules.require_closing_reason(command.reason)
            return (StaffAccountClosed(login=account.login, reason=command.reason.strip()),)
        case ReplacePassword():
            return (StaffPasswordReplaced(login=_require_open(state).login),)
        case IssuePasswordReset(valid_hours=hours):
            account = _require_open(state)
            reset = account.resets + 1
            return (StaffPasswordResetIssued(login=account.login, reset=reset, valid_hours=hours),)
        case UsePasswordReset(reset=reset):
            account = _require_open(state)
            rules.require_valid_reset(account.valid_reset, reset)
            return (StaffPasswordResetUsed(login=account.login, reset=reset),)
        case _:
            assert_never(command)


def _open(state: Account, command: OpenStaffAccount) -> Sequence[IntakeEvent]:
    """Open the account. A login that was ever used is refused, since it names one person for ever."""
    if not isinstance(state, NoAccount):
        raise Refusal("login-taken", "这个登录名已经用过，不能再次开户。请换一个登录名。")
    rules.require_well_formed_login(command.login)
    rules.require_name(command.name)
    return (StaffAccountOpened(person=command.person, login=command.login, name=command.name.strip()),)


def _require_open(state: Account) -> Open:
    match state:
        case NoAccount():
            raise NotFound("account-unknown", "没有这个账号。请核对登录名。")
        case Closed():
            raise Refusal("account-already-closed", "这个账号已经销户，不能再办理。")
        case Open():
            return state
        case _:
            assert_never(state)
