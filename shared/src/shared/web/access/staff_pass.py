"""The staff pass: a short-lived, signed cookie that every service verifies offline with intake's public key."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.message import NOBODY
from shared.web.access.signed_cookie import SignedCookie

COOKIE = "lantai_pass"

Revoked = Callable[[str], bool]


class HeldRole(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A role held on the day of the pass.

    `sections`: those that it is held for (none: it is not bound to sections). `acting_for`: the person whom an acting
    holder represents.
    """

    role: str
    sections: tuple[str, ...] = ()
    acting_for: str = NOBODY

    def covers(self, section: str) -> bool:
        """Whether the role is held for `section`."""
        return not self.sections or section in self.sections


class Pass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The signed-in person: the claims of the cookie.

    `account` is the login, `person` who stands behind it; `agencies` is exactly one for staff, several for a
    supervisor; `csrf` is the secret that each form repeats; both instants are real time (an exercise does not move them).
    """

    account: str
    person: str
    name: str
    agencies: tuple[str, ...]
    held: tuple[HeldRole, ...]
    csrf: str
    issued_at: datetime
    expires_at: datetime

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles, each once."""
        return tuple(dict.fromkeys(each.role for each in self.held))

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections (股室) that the person heads, works in or is in charge of."""
        return tuple(dict.fromkeys(section for each in self.held for section in each.sections))

    def acting_for(self, role: str, section: str = "") -> str:
        """The person represented in `role` on a case of `section`; NOBODY if the role is the holder's own."""
        found = [each for each in self.held if each.role == role]
        fitting = [each for each in found if each.covers(section)] or found
        others = [each.acting_for for each in fitting]
        return NOBODY if NOBODY in others or not others else others[0]

    def reaches(self, agency: str) -> bool:
        """Whether the pages of `agency` may be opened."""
        return agency in self.agencies


PASSES: Final = SignedCookie(b"lantai staff pass v1\n", Pass)


class PassSigner:
    """Issues passes; only intake holds the private key."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._key = private_key

    def issue(self, claims: Pass) -> str:
        """The cookie's value."""
        return PASSES.sign(self._key, claims)


class PassVerifier:
    """Reads passes with the public key; `revoked(account)` tells closed accounts.

    After sign-out a copied pass stays valid until it expires, at most fifteen minutes, because no service is asked about it.
    """

    def __init__(self, public_key: Ed25519PublicKey, revoked: Revoked) -> None:
        self._key = public_key
        self._revoked = revoked

    def read(self, cookie: str, now: datetime) -> Pass | None:
        """The pass, or None when it is absent, forged, malformed, expired or revoked at `now` (aware)."""
        claims = PASSES.read(self._key, cookie, now)
        return claims if claims is not None and self.is_valid(claims, now) else None

    def is_valid(self, claims: Pass, now: datetime) -> bool:
        """Whether a pass that was read is still in force at `now`, for an answer that goes on; its account may be closed by then."""
        return claims.issued_at <= now < claims.expires_at and not self._revoked(claims.account)
