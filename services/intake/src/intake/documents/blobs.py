"""Blobs: files by the hash of their bytes.

The store holds opaque bytes. A document with a person's data is sealed before it comes here, under the key of
its request: once that key is destroyed, what lies in the folder says nothing. The address is therefore the
hash of the sealed bytes; the hash of the document itself stands in the event.
"""

import asyncio
import hashlib
import os
import re
from pathlib import Path

from obstore.store import LocalStore

_ADDRESS = re.compile(r"[0-9a-f]{64}")


class BlobMissing(LookupError):
    """No blob lies at the address, or the text is no address."""


class BlobCorrupt(Exception):
    """The bytes at the address are not those that were put there."""


class BlobStore:
    """A folder of blobs; a blob is never changed, and putting the same bytes twice is harmless."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = LocalStore(folder, mkdir=True)

    async def put(self, data: bytes) -> str:
        """Keep the bytes and answer their SHA-256; they are on the disk before an event can name them."""
        address = hashlib.sha256(data).hexdigest()
        await self._store.put_async(_path(address), data)
        await asyncio.to_thread(_flush, self._folder / _path(address), self._folder)
        return address

    async def get(self, address: str) -> bytes:
        """The bytes at the address, checked against it; raises BlobMissing or BlobCorrupt."""
        if not _ADDRESS.fullmatch(address):
            raise BlobMissing("文件地址无效，请核对后重试")
        try:
            found = await self._store.get_async(_path(address))
        except FileNotFoundError:
            raise BlobMissing(f"找不到文件 {address}，请从备份恢复") from None
        data = bytes(await found.bytes_async())
        if hashlib.sha256(data).hexdigest() != address:
            raise BlobCorrupt(f"文件 {address} 已损坏或者被改动，请从备份恢复")
        return data


def _path(address: str) -> str:
    """Fanned out over 256 folders, so that none grows beyond what a file system likes."""
    return f"{address[:2]}/{address}"


def _flush(file: Path, root: Path) -> None:
    """Write file and folders through to the disk: the library renames atomically but does not wait for it."""
    for path in (file, file.parent, root):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
