"""Decrypts sealed text for one page. Nothing is kept; if the key is destroyed or missing, the page says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from shared.events.terms import Sealed
from shared.privacy.sealing import KEY_MISSING, SubjectKey
from shared.privacy.vault import Vault

DESTROYED = "（个人信息已销毁）"


@dataclass(frozen=True, slots=True)
class Unsealer:
    """Decrypts the sealed fields of one case.

    A field that names a key is decrypted with that key of `named`, any other with the request's key. A text whose key
    is destroyed is shown as destroyed, one whose key is missing as unreadable.
    """

    key: SubjectKey | None
    named: Mapping[str, SubjectKey] = field(default_factory=dict)

    def read(self, field: str, box: Sealed) -> str:
        """The text, or the words that it is destroyed or that its key is missing. Raises `BoxSpoiledError`."""
        key = self.key if box.key_id is None else self.named.get(box.key_id)
        if key is None:
            return DESTROYED
        return key.unseal(field, box) if key.opens(box.scope) else KEY_MISSING


async def unsealer_of(vault: Vault, agency: str, key_id: str | None, named: Collection[str]) -> Unsealer:
    """The unsealer of a case, with the request's key and the keys that its sealed fields name."""
    keys = await vault.open_all(agency, [*named, *([key_id] if key_id else [])])
    return Unsealer(keys.get(key_id or ""), keys)


async def unsealers_of(
    vault: Vault, agency: str, key_ids: Iterable[str | None]
) -> Mapping[str | None, Unsealer]:
    """The unsealers of many requests by key id, with one query."""
    asked = set(key_ids)
    keys = await vault.open_all(agency, [each for each in asked if each is not None])
    return {each: Unsealer(keys.get(each) if each else None) for each in asked}
