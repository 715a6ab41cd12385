"""The store of blobs: what went in comes out, or a named fault."""

import os

import pytest

from shared.files.blobs import BlobCorrupt, BlobFolder, BlobMissing, MemoryBlobs

pytestmark = pytest.mark.contract


@pytest.fixture(params=["memory", "folder"])
def blobs(request, tmp_path):
    """An empty store behind the port."""
    return MemoryBlobs() if request.param == "memory" else BlobFolder(tmp_path / "blobs")


def files_in(folder):
    """The files that lie in the folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def spoil(blobs, tmp_path, data):
    """Other bytes lie where the only blob was."""
    if isinstance(blobs, MemoryBlobs):
        blobs.kept = dict.fromkeys(blobs.kept, data)
    else:
        (path,) = files_in(tmp_path)
        path.write_bytes(data)


async def test_what_was_put_is_got(blobs):
    """The same bytes come back, by the hash of the bytes."""
    address = await blobs.put(b"sealed")

    assert address == "c9d0036bed6744bcdf692fc980d8717d7e5f5a4f4e8266b4a84982602fb1cd09"
    assert await blobs.put(b"sealed") == address
    assert await blobs.get(address) == b"sealed"


async def test_a_changed_blob_is_named_and_healed(blobs, tmp_path):
    """A changed byte is seen on reading; putting the true bytes again heals the blob."""
    address = await blobs.put(b"sealed")
    spoil(blobs, tmp_path, b"sealeD")

    with pytest.raises(BlobCorrupt, match=address):
        await blobs.get(address)
    await blobs.put(b"sealed")
    assert await blobs.get(address) == b"sealed"


@pytest.mark.parametrize("address", ["0" * 64, "", "../../etc/passwd", "Z" * 64, "0" * 64 + "\n"])
async def test_a_missing_blob_and_a_false_address_are_named(blobs, address):
    """An address without a blob, and what is no address, are refused in the same way."""
    with pytest.raises(BlobMissing):
        await blobs.get(address)


async def test_services_share_a_folder(tmp_path):
    """What one process wrote, another reads; the same bytes are kept once."""
    address = await BlobFolder(tmp_path).put(b"sealed")
    await BlobFolder(tmp_path).put(b"sealed")

    assert await BlobFolder(tmp_path).get(address) == b"sealed"
    assert [path.read_bytes() for path in files_in(tmp_path)] == [b"sealed"]


async def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    """A full disk is an error of the writer; no half of a blob stays behind."""

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        await BlobFolder(tmp_path).put(b"sealed")

    assert files_in(tmp_path) == []
