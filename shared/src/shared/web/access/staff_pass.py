"""The staff pass: a short-lived, signed cookie that every service verifies offline with intake's public key."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

COOKIE = "lantai_pass"
DOMAIN = b"lantai staff pass v1\n"  # a signature made for anything else is worth nothing here
MAX_LENGTH = 3072

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


class PassSigner:
    """Issues passes; only intake holds the private key."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._key = private_key

    def issue(self, claims: Pass) -> str:
        """The cookie's value: base64url(claims).base64url(signature)."""
        body = msgspec.json.encode(claims)
        return f"{_encode(body)}.{_encode(self._key.sign(DOMAIN + body))}"


class PassVerifier:
    """Reads passes with the public key; `revoked(account)` honours closed accounts.

    A pass that was signed out of lives on until it runs out, fifteen minutes at most: nobody is asked about it.
    """

    def __init__(self, public_key: Ed25519PublicKey, revoked: Revoked) -> None:
        self._key = public_key
        self._revoked = revoked

    def read(self, cookie: str, now: datetime) -> Pass | None:
        """The pass, or None when it is absent, forged, malformed, expired or revoked at `now` (aware)."""
        claims = self._signed(cookie)
        if claims is None or not claims.issued_at <= now < claims.expires_at:
            return None
        return None if self._revoked(claims.account) else claims

    def _signed(self, cookie: str) -> Pass | None:
        try:
            body, signature = (_decode(part) for part in cookie[:MAX_LENGTH].split("."))
            self._key.verify(signature, DOMAIN + body)
            return msgspec.json.decode(body, type=Pass)
        except (ValueError, InvalidSignature):
            return None


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encode(raw) != text:  # one spelling only: characters outside the alphabet are dropped by the decoder
        raise binascii.Error("not canonical base64url")
    return raw
