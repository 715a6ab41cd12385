"""账号 (staff account): a login, whom it belongs to, whether it may sign in, and which link to reset its password is valid."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoAccount:
    """Nobody ever had this login."""


@dataclass(frozen=True, slots=True)
class Open:
    """在用: may sign in. `resets`: links issued so far; `valid_reset`: the number of the one not yet used or replaced, or 0."""

    login: str
    person: str
    resets: int = 0
    valid_reset: int = 0


@dataclass(frozen=True, slots=True)
class Closed:
    """已销: may not sign in. The login is never reused, since papers and records name it."""

    login: str


Account = NoAccount | Open | Closed
