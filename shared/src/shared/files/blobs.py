"""Blobs: files by the hash of their bytes, one store for all services of a deployment.

A blob is encrypted under the key of its subject (`shared/privacy/sealing.py`) before it is written, so it is unreadable
once that key is destroyed. Its address is the SHA-256 of the ciphertext; the event that names the file holds it. The
owner of the subject writes; a service that holds the scope's key reads.
"""

import asyncio
import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

_ADDRESS = re.compile(r"[0-9a-f]{64}")


class BlobMissing(LookupError):
    """No blob lies at the address, or the text is no address."""


class BlobCorrupt(Exception):
    """The bytes at the address do not have the hash that the address states."""


class Blobs(Protocol):
    """A store of blobs; a blob is never changed, and putting the same bytes twice is harmless."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes and return their address; they are durable before an event can name them."""
        ...

    async def get(self, address: str) -> bytes:
        """Return the bytes at the address, checked against it. Raises `BlobMissing`, `BlobCorrupt`."""
        ...


class MemoryBlobs:
    """Blobs in a dictionary, for tests: `kept` is address → bytes."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def put(self, data: bytes) -> str:
        """Keep the bytes."""
        address = address_of(data)
        self.kept[address] = data
        return address

    async def get(self, address: str) -> bytes:
        """Return the bytes."""
        return _checked(address, self.kept.get(address))


class BlobFolder:
    """Blobs in a local folder that all services of the deployment share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, data: bytes) -> str:
        """Write a temporary file, flush it, rename it: after a crash the blob is whole or absent."""
        address = address_of(data)
        await asyncio.to_thread(_write, self._folder / _path(address), data)
        return address

    async def get(self, address: str) -> bytes:
        """Read the file."""
        return _checked(address, await asyncio.to_thread(_read, self._folder / _path(address)))


def address_of(data: bytes) -> str:
    """SHA-256 of a blob in hexadecimal: its address."""
    return hashlib.sha256(data).hexdigest()


def _checked(address: str, data: bytes | None) -> bytes:
    if data is None:
        raise BlobMissing(f"找不到文件 {address}，请从备份恢复")
    if address_of(data) != address:
        raise BlobCorrupt(f"文件 {address} 已损坏或者被改动，请从备份恢复")
    return data


def _path(address: str) -> str:
    """The blob's path, in one of 256 folders. Raises `BlobMissing` if the text is no address, so no other file is ever read."""
    if not _ADDRESS.fullmatch(address):
        raise BlobMissing("文件地址无效，请核对后重试")
    return f"{address[:2]}/{address}"


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as draft:
        try:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        except OSError:
            Path(draft.name).unlink()
            raise
    Path(draft.name).replace(file)
    for folder in (file.parent, file.parent.parent):
        _flush(folder)


def _flush(folder: Path) -> None:
    """Flush a folder's entries: a rename is atomic but is not durable before that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
