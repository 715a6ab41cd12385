"""The one format of signed cookies: base64url(claims).base64url(Ed25519 signature over purpose and claims)."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAX_LENGTH: Final = 3072


class Claims(Protocol):
    """A frozen msgspec struct with an expiry (real time, aware)."""

    @property
    def expires_at(self) -> datetime:
        """The first instant at which the claims are void."""
        ...


T = TypeVar("T", bound=Claims)


@dataclass(frozen=True, slots=True)
class SignedCookie(Generic[T]):
    """Signs and reads claims of one kind. A signature made for another purpose is refused."""

    purpose: bytes
    kind: type[T]

    def sign(self, key: Ed25519PrivateKey, claims: T) -> str:
        """The cookie's value."""
        body = msgspec.json.encode(claims)
        return f"{_encode(body)}.{_encode(key.sign(self.purpose + body))}"

    def read(self, key: Ed25519PublicKey, cookie: str, now: datetime) -> T | None:
        """The claims, or None when they are absent, forged, malformed or expired at `now`."""
        try:
            body, signature = (_decode(part) for part in cookie[:MAX_LENGTH].split("."))
            key.verify(signature, self.purpose + body)
            claims = msgspec.json.decode(body, type=self.kind)
        except (ValueError, InvalidSignature):
            return None
        return claims if now < claims.expires_at else None


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if (
        _encode(raw) != text
    ):  # only the canonical text is accepted: the decoder drops characters outside the alphabet
        raise binascii.Error("not canonical base64url")
    return raw
