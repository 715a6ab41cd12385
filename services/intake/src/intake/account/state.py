"""账号 (staff account): a login, whom it belongs to, and whether it may sign in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoAccount:
    """Nobody ever had this login."""


@dataclass(frozen=True, slots=True)
class Open:
    """在用: may sign in."""

    login: str
    person: str


@dataclass(frozen=True, slots=True)
class Closed:
    """已销: may not sign in. The login is never reused, since papers and records name it."""

    login: str


Account = NoAccount | Open | Closed
