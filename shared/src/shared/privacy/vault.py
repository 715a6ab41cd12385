"""The key database's port: one pair of data keys per request, wrapped by the agency's keys, destroyed on request.

Intake holds the secrets of both scopes, review that of `text`, the others none. `MemoryVault` stands beside the port;
`postgres_vault.py` is the real one; tests/shared/test_vault_contract.py runs on both.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from hmac import new as hmac
from os import urandom
from typing import Protocol
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from shared.privacy.sealing import SCOPES, KeyDestroyedError, RequestKey, Scope

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

    async def open_all(self, agency: str, key_ids: Collection[str]) -> Mapping[str, RequestKey]:
        """Those of many requests in one look; a destroyed one is left out. Raises `UnknownKeyError`."""
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

    def request_key(self, agency: str, key_id: str, wrapped: Mapping[Scope, bytes]) -> RequestKey:
        """A request's keys of the scopes that this service may use."""
        keys = {scope: self.unwrap(agency, scope, wrapped[scope]) for scope in self.scopes}
        return RequestKey(agency, key_id, keys)

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
        return only(key_id, await self.open_all(agency, [key_id]))

    async def open_all(self, agency: str, key_ids: Collection[str]) -> Mapping[str, RequestKey]:
        """As the port says."""
        for key_id in key_ids:
            if (agency, key_id) not in self._wrapped:
                raise UnknownKeyError(key_id)
        return {
            key_id: self._secrets.request_key(agency, key_id, wrapped)
            for key_id in key_ids
            if (wrapped := self._wrapped[agency, key_id])
        }

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


def only(key_id: str, opened: Mapping[str, RequestKey]) -> RequestKey:
    """The one key that was asked for. Raises `KeyDestroyedError`."""
    if key_id not in opened:
        raise KeyDestroyedError(key_id)
    return opened[key_id]


def new_keys() -> tuple[str, dict[Scope, bytes]]:
    """A fresh key id and a fresh data key for each scope."""
    return str(uuid4()), {scope: urandom(DATA_KEY_BYTES) for scope in SCOPES}
