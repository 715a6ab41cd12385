"""Sealed text opened for one page and never kept; when the key is gone the page says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.events.terms import Sealed
from shared.privacy.sealing import RequestKey
from shared.privacy.vault import Vault

DESTROYED = "（个人信息已销毁）"


@dataclass(frozen=True, slots=True)
class Reader:
    """Opens the boxes of one request; without a key every text reads as destroyed."""

    key: RequestKey | None

    def read(self, field: str, box: Sealed) -> str:
        """The text, or that it is gone. Raises `BoxSpoiledError`."""
        return DESTROYED if self.key is None else self.key.unseal(field, box)


async def reader_of(vault: Vault, agency: str, key_id: str | None) -> Reader:
    """The reader of a request's texts."""
    return (await readers_of(vault, agency, [key_id]))[key_id]


async def readers_of(vault: Vault, agency: str, key_ids: Iterable[str | None]) -> Mapping[str | None, Reader]:
    """The readers of many requests' texts by key, in one look."""
    asked = set(key_ids)
    keys = await vault.open_all(agency, [each for each in asked if each is not None])
    return {each: Reader(keys.get(each) if each else None) for each in asked}
