"""The protocol of the key database: data keys of subjects, one a scope, wrapped by the agency's keys, destroyed on demand.

A key belongs to a subject (a request, a letter to a third party …) and to the service that made it. A service can make,
open and use only the scopes whose secret it holds (`HOLDERS`). Adapters: `MemoryVault` for unit tests, `postgres_vault.py`
for production; one contract suite runs on both.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from hmac import new as hmac
from os import urandom
from typing import Final, Protocol
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from shared.events.terms import Subject
from shared.privacy.sealing import SCOPES, KeyDestroyedError, Scope, ScopeClosedError, SubjectKey

DATA_KEY_BYTES = 32
HOLDERS: Final[Mapping[Scope, tuple[str, ...]]] = {
    "identity": ("intake",),
    "text": ("intake", "review"),
    "party": ("review",),
    "plain": ("intake", "review"),
}
"""Scope → the services that hold its secret. Others can neither create nor open its keys."""


class UnknownKeyError(Exception):
    """The agency has no key of that id: its row is missing, or this service may not open or destroy it."""


class Vault(Protocol):
    """Makes, opens and destroys subjects' keys."""

    async def create(
        self, agency: str, subject: Subject, scopes: Collection[Scope], *, about: str | None = None
    ) -> SubjectKey:
        """Make the keys of a subject, one a scope. `about` is the id of another subject's key; destroying that destroys these too.

        A key that is about another cannot be the `about` of a third. Raises `ScopeClosedError` for a scope of which this
        service holds no secret, `UnknownKeyError` or `KeyDestroyedError` for `about`.
        """
        ...

    async def open(self, agency: str, key_id: str) -> SubjectKey:
        """The keys that this service may use. Raises `KeyDestroyedError`, `UnknownKeyError`."""
        ...

    async def open_all(self, agency: str, key_ids: Collection[str]) -> Mapping[str, SubjectKey]:
        """The keys of many subjects in one query. A destroyed one is left out; one that is missing opens nothing.

        One missing row therefore spoils no list: its `SubjectKey` has no data keys.
        """
        ...

    async def destroy(self, agency: str, key_id: str) -> None:
        """Destroy a subject's keys, and all keys about it, for good. Only the service that made them may do so.

        Repeating it has no effect. Raises `UnknownKeyError`.
        """
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
        """Wrap a data key for the key database (RFC 3394). Raises `ScopeClosedError`."""
        return aes_key_wrap(self._agency_key(agency, scope), data_key)

    def unwrap(self, agency: str, scope: Scope, wrapped: bytes) -> bytes:
        """Unwrap a data key. Raises `ScopeClosedError`."""
        return aes_key_unwrap(self._agency_key(agency, scope), wrapped)

    def subject_key(self, agency: str, key_id: str, wrapped: Mapping[Scope, bytes]) -> SubjectKey:
        """Unwrap a subject's keys, those of the scopes that this service may use. A damaged one is left out."""
        data_keys: dict[Scope, bytes] = {}
        for scope, key in wrapped.items():
            with suppress(InvalidUnwrap):
                data_keys[scope] = self.unwrap(agency, scope, key)
        return SubjectKey(agency, key_id, data_keys)

    def lookup(self, agency: str, value: str) -> str:
        """See `Vault.lookup`; needs the secret of `identity`."""
        return hmac(self._derive("identity", f"lookup\n{agency}"), value.encode(), sha256).hexdigest()

    def _agency_key(self, agency: str, scope: Scope) -> bytes:
        return self._derive(scope, f"wrap\n{agency}\n{scope}")

    def _derive(self, scope: Scope, purpose: str) -> bytes:
        if scope not in self._secrets:
            raise ScopeClosedError(scope)
        return HKDF(SHA256(), DATA_KEY_BYTES, None, f"lantai-agency/1\n{purpose}".encode()).derive(
            self._secrets[scope]
        )


@dataclass(slots=True)
class _Kept:
    """A subject's keys in memory; without wrapped keys they are destroyed."""

    subject: Subject
    owner: str
    about: str | None
    wrapped: dict[Scope, bytes | None]


class MemoryVault:
    """A vault in a dictionary, as `owner` sees it; `secrets` are by default those of all scopes that it holds."""

    def __init__(self, owner: str = "intake", secrets: Mapping[Scope, bytes] | None = None) -> None:
        held = {scope: bytes(DATA_KEY_BYTES) for scope, holders in HOLDERS.items() if owner in holders}
        self._owner = owner
        self._secrets = Secrets(held if secrets is None else secrets)
        self._kept: dict[tuple[str, str], _Kept] = {}

    async def create(
        self, agency: str, subject: Subject, scopes: Collection[Scope], *, about: str | None = None
    ) -> SubjectKey:
        """Make the keys of a subject and keep them wrapped."""
        key = new_key(agency, scopes)
        wrapped = {
            scope: self._secrets.wrap(agency, scope, data_key) for scope, data_key in key.data_keys.items()
        }
        if about is not None:
            found = self._seen(agency, about)
            may_be_about(about, destroyed=None in found.wrapped.values(), about=found.about)
        self._kept[agency, key.key_id] = _Kept(subject, self._owner, about, {**wrapped})
        return key

    async def open(self, agency: str, key_id: str) -> SubjectKey:
        """Open the key of one subject. Raises `KeyDestroyedError`, `UnknownKeyError`."""
        return only(key_id, await self.open_all(agency, [key_id]))

    async def open_all(self, agency: str, key_ids: Collection[str]) -> Mapping[str, SubjectKey]:
        """Open the keys of many subjects; a destroyed one is left out, a missing one opens nothing."""
        seen = {key_id: self._kept.get((agency, key_id)) for key_id in key_ids}
        return {
            key_id: self._secrets.subject_key(agency, key_id, self._usable(found.wrapped if found else {}))
            for key_id, found in seen.items()
            if found is None or None not in found.wrapped.values()
        }

    async def destroy(self, agency: str, key_id: str) -> None:
        """Destroy a subject's keys, and all keys about it. Raises `UnknownKeyError`."""
        if self._seen(agency, key_id).owner != self._owner:
            raise UnknownKeyError(key_id)
        for (where, each), kept in self._kept.items():
            if where == agency and key_id in {each, kept.about}:
                kept.wrapped = dict.fromkeys(kept.wrapped)

    def for_service(self, owner: str, secrets: Mapping[Scope, bytes] | None = None) -> "MemoryVault":
        """The same keys, as another service sees them."""
        reader = MemoryVault(owner, secrets)
        reader._kept = self._kept  # its own kind
        return reader

    def lookup(self, agency: str, value: str) -> str:
        """Compute the HMAC from the deployment's secrets."""
        return self._secrets.lookup(agency, value)

    def _seen(self, agency: str, key_id: str) -> _Kept:
        """A key of which this service may use a scope at least."""
        found = self._kept.get((agency, key_id))
        if found is None or not found.wrapped.keys() & set(self._secrets.scopes):
            raise UnknownKeyError(key_id)
        return found

    def _usable(self, wrapped: Mapping[Scope, bytes | None]) -> dict[Scope, bytes]:
        mine = ((scope, wrapped.get(scope)) for scope in self._secrets.scopes)
        return {scope: each for scope, each in mine if each is not None}


def only(key_id: str, opened: Mapping[str, SubjectKey]) -> SubjectKey:
    """The one key that was asked for. Raises `KeyDestroyedError`, `UnknownKeyError`."""
    if key_id not in opened:
        raise KeyDestroyedError(key_id)
    if not opened[key_id].data_keys:
        raise UnknownKeyError(key_id)
    return opened[key_id]


def may_be_about(key_id: str, *, destroyed: bool, about: str | None) -> None:
    """Refuse a key about a destroyed key, or about a key that is itself about another: it would not be destroyed with it."""
    if destroyed:
        raise KeyDestroyedError(key_id)
    if about is not None:
        raise UnknownKeyError(f"{key_id} is about {about}")


def new_key(agency: str, scopes: Iterable[Scope]) -> SubjectKey:
    """A fresh key id and a fresh data key for each scope."""
    return SubjectKey(agency, str(uuid4()), {scope: urandom(DATA_KEY_BYTES) for scope in scopes})
