"""The key database's port: one pair of data keys per request, wrapped by the agency's keys, destroyed on request.

Intake holds the secrets of both scopes, review that of `text`, the others none. `MemoryVault` stands beside the port;
`pg_vault.py` is the real one; tests/shared/test_vault_contract.py runs on both.
"""

from collections.abc import Mapping
from hashlib import sha256
from hmac import new as hmac
from os import urandom
from typing import Protocol
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from shared.sealing import SCOPES, KeyDestroyedError, RequestKey, Scope

DATA_KEY_BYTES = 32


class UnknownKeyError(Exception):
    """No key of that id was ever made in that agency."""


class Vault(Protocol):
    """Makes, opens and destroys request keys; who holds no secret of a scope cannot open it."""

    async def create(self, agency: str) -> RequestKey:
        """A new request's keys. Only intake may."""
        ...

    async def open(self, agency: str, key_id: str) -> RequestKey:
        """The keys that this service may use. Raises `KeyDestroyedError`, `UnknownKeyError`."""
        ...

    async def destroy(self, agency: str, key_id: str) -> None:
        """Destroy a request's keys for good. Only intake may; doing it twice is doing it once."""
        ...

    def lookup(self, agency: str, value: str) -> str:
        """Keyed HMAC (hex) of a high-entropy value such as a query code, to find it without storing it."""
        ...


class Secrets:
    """The deployment's secrets by scope, and the agency keys derived from them."""

    def __init__(self, secrets: Mapping[Scope, bytes]) -> None:
        self._secrets = dict(secrets)

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes that this service may use."""
        return tuple(scope for scope in SCOPES if scope in self._secrets)

    def wrap(self, agency: str, scope: Scope, data_key: bytes) -> bytes:
        """A data key as the key database keeps it (RFC 3394)."""
        return aes_key_wrap(self._agency_key(agency, scope), data_key)

    def unwrap(self, agency: str, scope: Scope, wrapped: bytes) -> bytes:
        """The data key again."""
        return aes_key_unwrap(self._agency_key(agency, scope), wrapped)

    def lookup(self, agency: str, value: str) -> str:
        """As `Vault.lookup`."""
        return hmac(self._derive("identity", f"lookup\n{agency}"), value.encode(), sha256).hexdigest()

    def _agency_key(self, agency: str, scope: Scope) -> bytes:
        return self._derive(scope, f"wrap\n{agency}\n{scope}")

    def _derive(self, scope: Scope, purpose: str) -> bytes:
        return HKDF(SHA256(), DATA_KEY_BYTES, None, f"lantai-agency/1\n{purpose}".encode()).derive(
            self._secrets[scope]
        )


class MemoryVault:
    """A vault in a dictionary, with the scopes it is given."""

    def __init__(self, secrets: Mapping[Scope, bytes] | None = None) -> None:
        self._secrets = Secrets(secrets or dict.fromkeys(SCOPES, bytes(DATA_KEY_BYTES)))
        self._wrapped: dict[tuple[str, str], dict[Scope, bytes]] = {}

    async def create(self, agency: str) -> RequestKey:
        """As the port says."""
        key_id, data_keys = new_keys()
        self._wrapped[agency, key_id] = {
            scope: self._secrets.wrap(agency, scope, key) for scope, key in data_keys.items()
        }
        return RequestKey(agency, key_id, data_keys)

    async def open(self, agency: str, key_id: str) -> RequestKey:
        """As the port says."""
        if (agency, key_id) not in self._wrapped:
            raise UnknownKeyError(key_id)
        wrapped = self._wrapped[agency, key_id]
        if not wrapped:
            raise KeyDestroyedError(key_id)
        keys = {scope: self._secrets.unwrap(agency, scope, wrapped[scope]) for scope in self._secrets.scopes}
        return RequestKey(agency, key_id, keys)

    async def destroy(self, agency: str, key_id: str) -> None:
        """As the port says."""
        if (agency, key_id) not in self._wrapped:
            raise UnknownKeyError(key_id)
        self._wrapped[agency, key_id] = {}

    def for_reader(self, secrets: Mapping[Scope, bytes]) -> "MemoryVault":
        """The same keys, as a service sees them that holds only `secrets`."""
        reader = MemoryVault(secrets)
        reader._wrapped = self._wrapped  # its own kind
        return reader

    def lookup(self, agency: str, value: str) -> str:
        """As the port says."""
        return self._secrets.lookup(agency, value)


def new_keys() -> tuple[str, dict[Scope, bytes]]:
    """A fresh key id and a fresh data key for each scope."""
    return str(uuid4()), {scope: urandom(DATA_KEY_BYTES) for scope in SCOPES}
