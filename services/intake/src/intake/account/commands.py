"""What may be asked of a staff account."""

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
    """销户: the login may sign in no more."""

    origin: Origin
    reason: str


AccountCommand = OpenStaffAccount | CloseStaffAccount


def new_person(login: str) -> str:
    """The id of a person who is new with this login; it stays the person's when the login is closed."""
    return f"p-{login}"
