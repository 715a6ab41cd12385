"""The commands on a staff account. No command holds a password."""

from dataclasses import dataclass

from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStaffAccount:
    """开户: `person` may sign in by `login`."""

    origin: Origin
    person: str
    login: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStaffAccount:
    """销户: the login can no longer sign in."""

    origin: Origin
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacePassword:
    """修改密码: the signed-in person replaces the password; the caller has checked the present one."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePasswordReset:
    """签发重设密码链接: the link is valid for some hours and once."""

    origin: Origin
    valid_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePasswordReset:
    """重设密码: set a new password by link number `reset` of the account; the caller has checked its code and its end."""

    origin: Origin
    reset: int


AccountCommand = (
    OpenStaffAccount | CloseStaffAccount | ReplacePassword | IssuePasswordReset | UsePasswordReset
)


def new_person(login: str) -> str:
    """The id of a person whose first login this is. The person keeps the id when the login is closed."""
    return f"p-{login}"
