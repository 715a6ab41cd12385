"""The one format of signed cookies: what was signed for one purpose is worth nothing for another."""

from datetime import UTC, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.web.access.signed_cookie import SignedCookie

NOW = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)


class Voucher(msgspec.Struct, frozen=True):
    """Claims of the smallest kind."""

    expires_at: datetime


GOOD = Voucher(NOW + timedelta(minutes=1))
LUNCH, DINNER = (SignedCookie(purpose, Voucher) for purpose in (b"lunch v1\n", b"dinner v1\n"))


def test_what_was_signed_is_read():
    """The claims come back whole, until they run out."""
    cookie = LUNCH.sign(KEY, GOOD)

    assert LUNCH.read(KEY.public_key(), cookie, NOW) == GOOD
    assert LUNCH.read(KEY.public_key(), cookie, GOOD.expires_at) is None


def test_another_purpose_finds_nothing():
    """The same key and the same claims, signed for something else, are not believed."""
    assert DINNER.read(KEY.public_key(), LUNCH.sign(KEY, GOOD), NOW) is None
