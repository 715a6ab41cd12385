"""Sealed text opened for one page and never kept; when the key is gone the page says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from shared.events.terms import Sealed
from shared.privacy.sealing import SubjectKey
from shared.privacy.vault import Vault

DESTROYED = "（个人信息已销毁）"


@dataclass(frozen=True, slots=True)
class Unsealer:
    """Opens the boxes of one case: with the request's key, or with that of `named` which the box names.

    A text whose key is gone reads as destroyed.
    """

    key: SubjectKey | None
    named: Mapping[str, SubjectKey] = field(default_factory=dict)

    def read(self, field: str, box: Sealed) -> str:
        """The text, or that it is gone. Raises `BoxSpoiledError`."""
        key = self.key if box.key_id is None else self.named.get(box.key_id)
        return DESTROYED if key is None else key.unseal(field, box)


async def unsealer_of(vault: Vault, agency: str, key_id: str | None, named: Collection[str]) -> Unsealer:
    """The reader of a case's texts: the request's key, and those that boxes of its events name."""
    keys = await vault.open_all(agency, [*named, *([key_id] if key_id else [])])
    return Unsealer(keys.get(key_id or ""), keys)


async def unsealers_of(
    vault: Vault, agency: str, key_ids: Iterable[str | None]
) -> Mapping[str | None, Unsealer]:
    """The readers of many requests' texts by key, in one look."""
    asked = set(key_ids)
    keys = await vault.open_all(agency, [each for each in asked if each is not None])
    return {each: Unsealer(keys.get(each) if each else None) for each in asked}
