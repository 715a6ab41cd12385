"""One suite for every vault: the one in memory, the one in PostgreSQL, and the latter in a container."""

from base64 import b64decode, b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.events.terms import Sealed
from shared.privacy.sealing import (
    SCOPES,
    BoxSpoiledError,
    KeyDestroyedError,
    ScopeClosedError,
    SubjectKey,
)
from shared.privacy.vault import MemoryVault, UnknownKeyError
from support.origins import AGENCY, OTHER_AGENCY
from support.servers.vaults import INTAKES, REQUEST_SCOPES, Vaults, a_request


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(text=st.text(), scope=st.sampled_from(REQUEST_SCOPES), field=st.text(max_size=20))
async def test_seal_and_unseal(vaults: Vaults, text: str, scope: Any, field: str):
    """Whatever is sealed is read again by who opens the key later, and never stands in the box in clear."""
    key = await a_request(vaults)
    sealed = key.seal(scope, field, text)

    opened = await vaults.intake.open(AGENCY, key.key_id)

    assert opened.unseal(field, sealed) == text
    assert len(text.encode()) < 4 or text.encode() not in b64decode(sealed.box)


async def test_same_text_twice(vaults: Vaults):
    """The same text sealed twice gives two boxes, so equal boxes betray nothing."""
    key = await a_request(vaults)

    assert key.seal("text", "content", "同样") != key.seal("text", "content", "同样")


async def test_moved_box(vaults: Vaults):
    """A box moved to another field, request, agency or scope stays shut."""
    key, other = await a_request(vaults), await a_request(vaults)
    elsewhere = await a_request(vaults, OTHER_AGENCY)
    sealed = key.seal("text", "content", "统计年鉴")

    for reader, field, box in (
        (key, "hints", sealed),
        (other, "content", sealed),
        (elsewhere, "content", sealed),
        (key, "content", Sealed("identity", sealed.box)),
    ):
        with pytest.raises(BoxSpoiledError):
            reader.unseal(field, box)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(data=st.data())
async def test_altered_box(vaults: Vaults, data: st.DataObject):
    """A box with any one bit turned, commitment and version included, stays shut."""
    key = await a_request(vaults)
    box = bytearray(b64decode(key.seal("text", "content", "统计年鉴").box))
    place = data.draw(st.integers(0, len(box) * 8 - 1))

    box[place // 8] ^= 1 << place % 8

    with pytest.raises(BoxSpoiledError):
        key.unseal("content", Sealed("text", b64encode(box).decode()))


@pytest.mark.parametrize("length", [0, 1, 17, 48, 49])
async def test_cut_box(vaults: Vaults, length: int):
    """A box cut short stays shut."""
    key = await a_request(vaults)
    box = b64decode(key.seal("text", "content", "统计年鉴").box)[:length]

    with pytest.raises(BoxSpoiledError):
        key.unseal("content", Sealed("text", b64encode(box).decode()))


async def test_review_reads_text_only(vaults: Vaults):
    """Review opens what was asked, and not who asked."""
    key = await a_request(vaults)
    name, content = key.seal("identity", "name", "王丽"), key.seal("text", "content", "统计年鉴")

    reviews = await vaults.review.open(AGENCY, key.key_id)

    assert reviews.unseal("content", content) == "统计年鉴"
    with pytest.raises(ScopeClosedError):
        reviews.unseal("name", name)
    with pytest.raises(ScopeClosedError):
        reviews.seal("identity", "name", "李雷")


async def test_other_agency(vaults: Vaults):
    """A key is not known in another agency."""
    key = await a_request(vaults)

    with pytest.raises(UnknownKeyError):
        await vaults.intake.open(OTHER_AGENCY, key.key_id)
    with pytest.raises(UnknownKeyError):
        await vaults.intake.destroy(OTHER_AGENCY, key.key_id)

    assert await vaults.intake.open(AGENCY, key.key_id) == key


async def test_unknown_key(vaults: Vaults):
    """A key that was never made can neither be opened nor destroyed."""
    with pytest.raises(UnknownKeyError):
        await vaults.intake.open(AGENCY, "never-made")
    with pytest.raises(UnknownKeyError):
        await vaults.intake.destroy(AGENCY, "never-made")


async def test_destroyed_key(vaults: Vaults):
    """A destroyed key opens for nobody; destroying it again changes nothing; its neighbour still opens."""
    key, neighbour = await a_request(vaults), await a_request(vaults)

    await vaults.intake.destroy(AGENCY, key.key_id)
    await vaults.intake.destroy(AGENCY, key.key_id)

    for vault in (vaults.intake, vaults.review):
        with pytest.raises(KeyDestroyedError):
            await vault.open(AGENCY, key.key_id)
    assert await vaults.intake.open(AGENCY, neighbour.key_id) == neighbour


async def test_many_keys_are_opened_in_one_look(vaults: Vaults):
    """Those that are there, each by its id; a destroyed one is left out, a missing one opens nothing and spoils no other."""
    first, second, gone = [await a_request(vaults) for _ in range(3)]
    await vaults.intake.destroy(AGENCY, gone.key_id)
    asked = {first.key_id, second.key_id, gone.key_id}

    assert await vaults.intake.open_all(AGENCY, asked) == {first.key_id: first, second.key_id: second}
    assert set(await vaults.review.open_all(AGENCY, asked)) == {first.key_id, second.key_id}
    assert await vaults.intake.open_all(AGENCY, ()) == {}
    beside = await vaults.intake.open_all(AGENCY, {first.key_id, "never-made"})
    assert beside == {first.key_id: first, "never-made": SubjectKey(AGENCY, "never-made", {})}
    elsewhere = await vaults.intake.open_all(OTHER_AGENCY, {first.key_id})
    assert elsewhere == {first.key_id: SubjectKey(OTHER_AGENCY, first.key_id, {})}


def test_lookup_is_keyed():
    """The look-up of a query code is the same each time, differs between agencies, and needs the secret."""
    ours, theirs = (
        MemoryVault("intake", INTAKES),
        MemoryVault("intake", dict.fromkeys(SCOPES, b"\x09" * 32)),
    )

    assert ours.lookup(AGENCY, "7K3M-9D") == ours.lookup(AGENCY, "7K3M-9D")
    found = {
        ours.lookup(AGENCY, "7K3M-9D"),
        ours.lookup(OTHER_AGENCY, "7K3M-9D"),
        theirs.lookup(AGENCY, "7K3M-9D"),
        ours.lookup(AGENCY, "7K3M-9E"),
    }
    assert len(found) == 4
