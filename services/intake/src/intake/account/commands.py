"""What may be asked of a staff account."""

from dataclasses import dataclass

from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStaffAccount:
    """开户: a person of the agency may sign in, in these roles."""

    origin: Origin
    login: str
    name: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...]
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStaffAccount:
    """销户: the person may sign in no more."""

    origin: Origin
    reason: str


AccountCommand = OpenStaffAccount | CloseStaffAccount
