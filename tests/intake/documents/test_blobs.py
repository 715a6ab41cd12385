"""The blob folder: what went in comes out, or a named fault."""

import pytest

from intake.documents import BlobCorrupt, BlobMissing, BlobStore

pytestmark = pytest.mark.contract


def only_file(folder):
    """The one file that lies in the folder."""
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    return path


async def test_what_was_put_is_got(tmp_path):
    """The same bytes come back, from another store of the same folder, and are kept once."""
    address = await BlobStore(tmp_path / "new").put(b"sealed")
    again = await BlobStore(tmp_path / "new").put(b"sealed")

    assert again == address
    assert await BlobStore(tmp_path / "new").get(address) == b"sealed"
    assert only_file(tmp_path).read_bytes() == b"sealed"


async def test_a_changed_blob_is_named_and_healed(tmp_path):
    """A changed byte is seen on reading; putting the true bytes again heals the blob."""
    blobs = BlobStore(tmp_path)
    address = await blobs.put(b"sealed")
    only_file(tmp_path).write_bytes(b"sealeD")

    with pytest.raises(BlobCorrupt, match=address):
        await blobs.get(address)
    await blobs.put(b"sealed")
    assert await blobs.get(address) == b"sealed"


@pytest.mark.parametrize("address", ["0" * 64, "", "../../etc/passwd", "Z" * 64, "0" * 64 + "\n"])
async def test_a_missing_blob_and_a_false_address_are_named(tmp_path, address):
    """An address without a blob, and what is no address, are refused in the same way."""
    with pytest.raises(BlobMissing):
        await BlobStore(tmp_path).get(address)
