"""Sealing: personal data under the key of its subject (a request, a letter …), so that destroying the key erases the person everywhere.

A box is `0x01 ‖ salt(16) ‖ commitment(32) ‖ AES-256-GCM ciphertext`. Key and commitment of each box are derived from
the subject's data key and the salt by HKDF-SHA-256: no nonce can repeat, and a box opens under one key only (GCM
alone does not commit to its key). The associated data names agency, key, scope and field: a box moved elsewhere stays shut.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from os import urandom
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.events.terms import Sealed

Scope = Literal["identity", "text", "party", "plain"]
SCOPES: tuple[Scope, ...] = ("identity", "text", "party", "plain")
"""`identity`: who the applicant is, intake alone. `text`: what was asked and answered, intake and review.

`party`: who a third party is, review alone. `plain`: what is public or will be, every service that holds keys; it is
sealed all the same, so that what was published by mistake can be erased like everything else.
"""

KEY_MISSING: Final = "（密钥缺失，无法读取）"
"""Stands on a page for a text whose key the key database lacks; the key was not destroyed, a back-up may still have it."""

_VERSION = b"\x01"
_SALT_BYTES = 16
_COMMITMENT_BYTES = 32
_ZERO_NONCE = bytes(12)  # the key of a box is used once, so its nonce need not vary


class KeyDestroyedError(Exception):
    """The key was destroyed; pages show 已销毁."""


class ScopeClosedError(Exception):
    """The service holds no key of that scope and may not read the field."""


class BoxSpoiledError(Exception):
    """The box was altered, moved, or sealed under another key."""


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """The data keys of one subject that this service may use, by scope; none if the key database lacks them."""

    agency: str
    key_id: str
    data_keys: Mapping[Scope, bytes]

    def opens(self, scope: str) -> bool:
        """Whether the data key of a scope is at hand. A page asks it before it reads, and else shows `KEY_MISSING`."""
        return scope in self.data_keys

    def seal(self, scope: Scope, field: str, text: str) -> Sealed:
        """Encrypt text of `field` for an event."""
        return Sealed(scope, b64encode(self.seal_bytes(scope, field, text.encode())).decode())

    def unseal(self, field: str, sealed: Sealed) -> str:
        """Decrypt the text of `field`. Raises `ScopeClosedError`, `BoxSpoiledError`."""
        return self.open_bytes(scope_of(sealed.scope), field, b64decode(sealed.box)).decode()

    def seal_bytes(self, scope: Scope, field: str, data: bytes) -> bytes:
        """Encrypt a file (a rendered reply, an attachment) for the store of blobs."""
        salt = urandom(_SALT_BYTES)
        associated = self._associated(scope, field)
        key, commitment = self._derive(scope, salt, associated)
        return _VERSION + salt + commitment + AESGCM(key).encrypt(_ZERO_NONCE, data, associated)

    def open_bytes(self, scope: Scope, field: str, box: bytes) -> bytes:
        """Decrypt a file. Raises `ScopeClosedError`, `BoxSpoiledError`."""
        head, salt_end = len(_VERSION), len(_VERSION) + _SALT_BYTES
        salt, commitment = box[head:salt_end], box[salt_end : salt_end + _COMMITMENT_BYTES]
        associated = self._associated(scope, field)
        key, expected = self._derive(scope, salt, associated)
        if box[:head] != _VERSION or not compare_digest(commitment, expected):
            raise BoxSpoiledError(field)
        try:
            return AESGCM(key).decrypt(_ZERO_NONCE, box[salt_end + _COMMITMENT_BYTES :], associated)
        except InvalidTag as error:
            raise BoxSpoiledError(field) from error

    def _associated(self, scope: Scope, field: str) -> bytes:
        return f"lantai-sealed/1\n{self.agency}\n{self.key_id}\n{scope}\n{field}".encode()

    def _derive(self, scope: Scope, salt: bytes, associated: bytes) -> tuple[bytes, bytes]:
        if scope not in self.data_keys:
            raise ScopeClosedError(scope)
        derived = HKDF(SHA256(), 64, salt, associated).derive(self.data_keys[scope])
        return derived[:32], derived[32:]


def scope_of(name: str) -> Scope:
    """The scope that an event names. Raises `ScopeClosedError`."""
    for scope in SCOPES:
        if scope == name:
            return scope
    raise ScopeClosedError(name)
