"""The staff account's table of behaviour."""

import pytest

from intake.account.commands import (
    CloseStaffAccount,
    IssuePasswordReset,
    OpenStaffAccount,
    ReplacePassword,
    UsePasswordReset,
)
from intake.account.handlers import account_decider
from intake.account.rules import PASSWORD_SIGNS_MAX, require_good_password
from shared.command.decider import Invalid, Refusal
from shared.events.intake.staff import (
    StaffAccountClosed,
    StaffAccountOpened,
    StaffPasswordReplaced,
    StaffPasswordResetIssued,
    StaffPasswordResetUsed,
)
from support.intake.requests import origin

OPENED = StaffAccountOpened(person="p-wang", login="wang.li", name="王丽")
CLOSED = StaffAccountClosed(login="wang.li", reason="调离")
REPLACED = StaffPasswordReplaced(login="wang.li")
FIRST_ISSUED = StaffPasswordResetIssued(login="wang.li", reset=1, valid_hours=24)
SECOND_ISSUED = StaffPasswordResetIssued(login="wang.li", reset=2, valid_hours=24)
FIRST_USED = StaffPasswordResetUsed(login="wang.li", reset=1)


def opening(**changed):
    fields = {"person": "p-wang", "login": "wang.li", "name": "王丽"}
    return OpenStaffAccount(origin=origin(), **(fields | changed))


def closing(reason="调离"):
    return CloseStaffAccount(origin=origin(), reason=reason)


def replacing():
    return ReplacePassword(origin=origin())


def issuing():
    return IssuePasswordReset(origin=origin(), valid_hours=24)


def using(reset=1):
    return UsePasswordReset(origin=origin(), reset=reset)


def decide(given, command):
    return tuple(account_decider.decide(account_decider.fold(given), command))


def test_an_account_is_opened_and_closed():
    """An unknown login is opened, an open one is closed."""
    assert decide((), opening()) == (OPENED,)
    assert decide((OPENED,), closing()) == (CLOSED,)


def test_a_password_is_replaced_and_reset():
    """Each act is one fact; the links of an account are numbered."""
    assert decide((OPENED,), replacing()) == (REPLACED,)
    assert decide((OPENED,), issuing()) == (FIRST_ISSUED,)
    assert decide((OPENED, FIRST_ISSUED), issuing()) == (SECOND_ISSUED,)
    assert decide((OPENED, FIRST_ISSUED), using()) == (FIRST_USED,)
    assert decide((OPENED, FIRST_ISSUED, FIRST_USED), replacing()) == (REPLACED,)


@pytest.mark.parametrize(
    ("given", "when", "code"),
    [
        ((OPENED,), opening(), "login-taken"),
        ((OPENED,), opening(person="p-other"), "login-taken"),
        ((OPENED, CLOSED), opening(), "login-taken"),
        ((), opening(login="Wang/Li"), "login-malformed"),
        ((), opening(login="w"), "login-malformed"),
        ((), opening(name=" "), "name-missing"),
        ((), opening(name="<script>alert(1)</script>"), "name-malformed"),
        ((), opening(name="王\u202e丽"), "name-malformed"),
        ((), opening(name="王\n丽"), "name-malformed"),
        ((), opening(name="王" * 41), "name-malformed"),
        ((OPENED,), closing("<b>调离"), "closing-reason-malformed"),
        ((), closing(), "account-unknown"),
        ((OPENED, CLOSED), closing(), "account-already-closed"),
        ((OPENED,), closing(" "), "closing-reason-missing"),
        ((), issuing(), "account-unknown"),
        ((OPENED, CLOSED), issuing(), "account-already-closed"),
        ((OPENED, CLOSED), replacing(), "account-already-closed"),
        ((OPENED,), using(), "reset-link-void"),
        ((OPENED, FIRST_ISSUED, FIRST_USED), using(), "reset-link-void"),
        ((OPENED, FIRST_ISSUED, SECOND_ISSUED), using(), "reset-link-void"),
        ((OPENED, FIRST_ISSUED, REPLACED), using(), "reset-link-void"),
        ((OPENED, FIRST_ISSUED, CLOSED), using(), "account-already-closed"),
    ],
)
def test_what_an_account_may_not_be_is_refused(given, when, code):
    """Each fault of an account is refused under its own code."""
    with pytest.raises(Refusal) as refused:
        decide(given, when)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("correct h0rs", None),
        ("五月的海风吹过嘉积镇", "password-too-short"),
        ("五月的海风吹过嘉积镇东门外", None),
        ("shrt-but-Odd", None),
        ("elevensigns", "password-too-short"),
        ("password1234", "password-too-common"),
        ("123456789012", "password-too-common"),
        ("qwertyuiop[]", "password-too-common"),
        ("wang.li.2025", "password-too-common"),
        ("a" * PASSWORD_SIGNS_MAX, "password-too-common"),
        ("a" * (PASSWORD_SIGNS_MAX + 1), "password-too-long"),
    ],
)
def test_a_password_is_long_and_not_among_the_common_ones(password, code):
    """Twelve signs at least, and none of the words, rows of keys and names that are tried first."""
    if code is None:
        require_good_password(password, "wang.li")
        return
    with pytest.raises(Invalid) as refused:
        require_good_password(password, "wang.li")

    assert refused.value.code == code
