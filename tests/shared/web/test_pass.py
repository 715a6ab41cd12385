"""The staff pass: what the verifier reads and what it takes for nothing."""

import base64
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.web.access.staff_pass import PASSES, Pass, PassSigner, PassVerifier
from support.pages.passes import held as holding

NOW = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
CLERK = Pass(
    account="chen",
    person="p-chen",
    name="陈晓",
    agencies=("qionghai",),
    held=holding("clerk"),
    csrf="s" * 43,
    issued_at=NOW,
    expires_at=NOW + timedelta(minutes=15),
)


def verifier(*revoked: str) -> PassVerifier:
    return PassVerifier(KEY.public_key(), lambda account: account in revoked)


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_an_issued_pass_reads_back_with_every_claim():
    """What intake signs is what the other services read."""
    cookie = PassSigner(KEY).issue(CLERK)

    assert verifier().read(cookie, NOW) == CLERK


def test_a_pass_ends_at_its_instant():
    """The last moment counts, the instant of expiry does not."""
    cookie = PassSigner(KEY).issue(CLERK)

    assert verifier().read(cookie, CLERK.expires_at - timedelta(microseconds=1)) == CLERK
    assert verifier().read(cookie, CLERK.expires_at) is None


def test_a_revoked_account_has_no_pass():
    """A sign-out reaches the services before the pass runs out."""
    cookie = PassSigner(KEY).issue(CLERK)

    assert verifier("chen").read(cookie, NOW) is None


def test_a_pass_changed_by_one_character_anywhere_is_nothing():
    """No character of the cookie may differ, not even a spelling that decodes to the same bytes."""
    cookie = PassSigner(KEY).issue(CLERK)

    for at, old in enumerate(cookie):
        changed = cookie[:at] + ("A" if old != "A" else "B") + cookie[at + 1 :]
        assert verifier().read(changed, NOW) is None, at


def test_a_signature_made_for_another_purpose_is_nothing():
    """The same key's signature over the bare claims does not count."""
    body = msgspec.json.encode(CLERK)

    assert verifier().read(f"{encoded(body)}.{encoded(KEY.sign(body))}", NOW) is None


def test_another_key_signs_nothing():
    """A forger with a key of its own is not believed."""
    forged = PassSigner(Ed25519PrivateKey.from_private_bytes(b"8" * 32)).issue(CLERK)

    assert verifier().read(forged, NOW) is None


@pytest.mark.parametrize("cookie", ["", ".", "a", "a.b.c", "é.é", "*.*", "." * 5000, "a" * 100_000])
def test_what_is_no_pass_is_nothing(cookie):
    """Malformed cookies are answered like absent ones."""
    assert verifier().read(cookie, NOW) is None


def test_signed_claims_of_an_unknown_shape_are_nothing():
    """A later version's claims are not guessed at."""
    body = b'{"account":"chen","god":true}'

    assert verifier().read(f"{encoded(body)}.{encoded(KEY.sign(PASSES.purpose + body))}", NOW) is None
