"""Sealed text opened for one page and never kept; when the key is gone the page says so."""

from dataclasses import dataclass

from shared.events.terms import Sealed
from shared.sealing import KeyDestroyedError, RequestKey
from shared.vault import Vault

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
    if key_id is None:
        return Reader(None)
    try:
        return Reader(await vault.open(agency, key_id))
    except KeyDestroyedError:
        return Reader(None)
