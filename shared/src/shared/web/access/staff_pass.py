"""The staff pass: a short-lived, signed cookie that every service verifies offline with intake's public key."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.web.access.signed_cookie import SignedCookie

COOKIE = "lantai_pass"

Revoked = Callable[[str], bool]


class Pass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is signed in: the claims of the cookie.

    `agencies` is exactly one for staff, several for a supervisor; `section` is the 股室 that the account heads or
    works in, None where it belongs to none (谁主管谁审查: the section decides what may be done); `csrf` is the secret that each form repeats;
    both instants are real time (an exercise does not move them).
    """

    account: str
    name: str
    agencies: tuple[str, ...]
    roles: tuple[str, ...]
    section: str | None = None
    csrf: str
    issued_at: datetime
    expires_at: datetime

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
    """Reads passes with the public key; `revoked(account)` honours closed accounts.

    A pass that was signed out of lives on until it runs out, fifteen minutes at most: nobody is asked about it.
    """

    def __init__(self, public_key: Ed25519PublicKey, revoked: Revoked) -> None:
        self._key = public_key
        self._revoked = revoked

    def read(self, cookie: str, now: datetime) -> Pass | None:
        """The pass, or None when it is absent, forged, malformed, expired or revoked at `now` (aware)."""
        claims = PASSES.read(self._key, cookie, now)
        if claims is None or now < claims.issued_at or self._revoked(claims.account):
            return None
        return claims
