"""The commands on a staff account."""

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


AccountCommand = OpenStaffAccount | CloseStaffAccount


def new_person(login: str) -> str:
    """The id of a person whose first login this is. The person keeps the id when the login is closed."""
    return f"p-{login}"
