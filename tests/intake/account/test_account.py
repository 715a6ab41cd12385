"""The staff account's table of behaviour."""

import pytest

from intake.account.commands import CloseStaffAccount, OpenStaffAccount
from intake.account.handlers import account_decider
from shared.command.decider import Refusal
from shared.events.intake.staff import StaffAccountClosed, StaffAccountOpened
from support.intake.requests import origin

OPENED = StaffAccountOpened(person="p-wang", login="wang.li", name="王丽")
CLOSED = StaffAccountClosed(login="wang.li", reason="调离")


def opening(**changed):
    fields = {"person": "p-wang", "login": "wang.li", "name": "王丽"}
    return OpenStaffAccount(origin=origin(), **(fields | changed))


def closing(reason="调离"):
    return CloseStaffAccount(origin=origin(), reason=reason)


def decide(given, command):
    return tuple(account_decider.decide(account_decider.fold(given), command))


def test_an_account_is_opened_and_closed():
    """An unknown login is opened, an open one is closed."""
    assert decide((), opening()) == (OPENED,)
    assert decide((OPENED,), closing()) == (CLOSED,)


@pytest.mark.parametrize(
    ("given", "when", "code"),
    [
        ((OPENED,), opening(), "login-taken"),
        ((OPENED,), opening(person="p-other"), "login-taken"),
        ((OPENED, CLOSED), opening(), "login-taken"),
        ((), opening(login="Wang/Li"), "login-malformed"),
        ((), opening(login="w"), "login-malformed"),
        ((), opening(name=" "), "name-missing"),
        ((), closing(), "account-unknown"),
        ((OPENED, CLOSED), closing(), "account-already-closed"),
        ((OPENED,), closing(" "), "closing-reason-missing"),
    ],
)
def test_what_an_account_may_not_be_is_refused(given, when, code):
    """Each fault of an account is refused under its own code."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code
