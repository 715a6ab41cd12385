"""An attachment comes back from the store as it went in, for who holds its scope, while its key lives."""

from hashlib import sha256
from uuid import uuid4

import pytest

from shared.events.terms import Subject
from shared.files.attachments import File, keep, read
from shared.files.blobs import BlobCorrupt, MemoryBlobs
from shared.privacy.sealing import BoxSpoiledError, KeyDestroyedError, ScopeClosedError
from shared.privacy.vault import MemoryVault
from support.origins import AGENCY

pytestmark = pytest.mark.unit
FILE = File(name="张三的身份证.pdf", media_type="application/pdf", content=b"%PDF-1.7 460002")


@pytest.fixture
def vault():
    """Intake's vault."""
    return MemoryVault()


async def a_key(vault):
    """The key of a request."""
    return await vault.create(AGENCY, Subject.request(uuid4()), ("identity", "text"))


async def test_a_file_comes_back(vault):
    """Name, kind and bytes; the event says how long the file is, and neither event nor store has a word of it."""
    blobs, key = MemoryBlobs(), await a_key(vault)

    attachment = await keep(blobs, key, "identity", FILE, issued=False)

    assert await read(blobs, key, attachment) == FILE
    assert (attachment.bytes, attachment.media_type, attachment.key_id) == (15, FILE.media_type, key.key_id)
    assert attachment.sha256 is None
    assert FILE.content not in blobs.kept[attachment.blob]
    assert FILE.name.encode() not in attachment.name.box.encode()


async def test_what_is_issued_can_be_verified(vault):
    """The hash of a file that the agency gives out stands in clear."""
    attachment = await keep(MemoryBlobs(), await a_key(vault), "text", FILE, issued=True)

    assert attachment.sha256 == sha256(FILE.content).hexdigest()


async def test_a_scope_is_closed_to_who_holds_it_not(vault):
    """Review reads what was asked, not who asked, in files too."""
    blobs, key = MemoryBlobs(), await a_key(vault)
    reviews = await vault.for_service("review").open(AGENCY, key.key_id)

    assert await read(blobs, reviews, await keep(blobs, key, "text", FILE, issued=False)) == FILE
    with pytest.raises(ScopeClosedError):
        await read(blobs, reviews, await keep(blobs, key, "identity", FILE, issued=False))


async def test_a_destroyed_key_leaves_nothing_to_read(vault):
    """After the key is destroyed the blob opens with no other key."""
    blobs, key, other = MemoryBlobs(), await a_key(vault), await a_key(vault)
    attachment = await keep(blobs, key, "text", FILE, issued=False)
    await vault.destroy(AGENCY, key.key_id)

    with pytest.raises(KeyDestroyedError):
        await vault.open(AGENCY, key.key_id)
    with pytest.raises(BoxSpoiledError):
        await read(blobs, other, attachment)


async def test_other_bytes_at_the_address_are_named(vault):
    """A blob that was exchanged is an error of the store, before anything is opened."""
    blobs, key = MemoryBlobs(), await a_key(vault)
    attachment = await keep(blobs, key, "text", FILE, issued=False)
    blobs.kept[attachment.blob] = b"another"

    with pytest.raises(BlobCorrupt, match=attachment.blob):
        await read(blobs, key, attachment)
