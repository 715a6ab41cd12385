"""账号 (staff account): who may sign in, and in which roles."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoAccount:
    """Nobody ever had this login."""


@dataclass(frozen=True, slots=True)
class Open:
    """在用: may sign in."""

    login: str


@dataclass(frozen=True, slots=True)
class Closed:
    """已销: may not, and the login is never given to another person, since the log names it."""

    login: str


Account = NoAccount | Open | Closed
