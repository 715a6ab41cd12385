"""Whose a key is: who makes, opens and destroys it, and what goes with it; on every vault."""

from uuid import uuid4

import pytest

from shared.events.terms import Subject
from shared.privacy.sealing import KeyDestroyedError, ScopeClosedError
from shared.privacy.vault import UnknownKeyError
from support.origins import AGENCY
from support.servers.vaults import LETTER_SCOPES, Vaults, a_letter, a_request


async def test_a_letter_is_reviews_own(vaults: Vaults):
    """Review opens who the third party is; intake opens of the letter what both may read, and never the party."""
    request = await a_request(vaults)
    letter = await a_letter(vaults, request.key_id)
    party = letter.seal("party", "party", "海南某公司")

    reviews = await vaults.review.open(AGENCY, letter.key_id)
    intakes = await vaults.intake.open(AGENCY, letter.key_id)

    assert reviews.unseal("party", party) == "海南某公司"
    with pytest.raises(ScopeClosedError):
        intakes.unseal("party", party)


async def test_a_key_of_one_closed_scope_is_unknown(vaults: Vaults):
    """A key of which a service may use no scope is none that it knows."""
    request = await a_request(vaults)
    letter = await vaults.review.create(
        AGENCY, Subject.letter(uuid4()), LETTER_SCOPES[:1], about=request.key_id
    )

    with pytest.raises(UnknownKeyError):
        await vaults.intake.open(AGENCY, letter.key_id)


async def test_scopes_of_a_key_are_those_that_were_asked_for(vaults: Vaults):
    """A key has no scope beyond those that its subject needs."""
    key = await vaults.intake.create(AGENCY, Subject.request(uuid4()), LETTER_SCOPES[1:])

    assert set((await vaults.intake.open(AGENCY, key.key_id)).data_keys) == {"text"}


async def test_no_key_without_the_scopes_secret(vaults: Vaults):
    """A service makes no key of a scope that it cannot use itself."""
    request = await a_request(vaults)

    with pytest.raises(ScopeClosedError):
        await a_letter(Vaults(vaults.intake, vaults.intake), request.key_id)
    with pytest.raises(ScopeClosedError):
        await a_request(Vaults(vaults.review, vaults.review))


async def test_only_the_owner_destroys(vaults: Vaults):
    """Neither service destroys what the other made by itself; each destroys its own."""
    request, other = await a_request(vaults), await a_request(vaults)
    letter = await a_letter(vaults, request.key_id)

    with pytest.raises(UnknownKeyError):
        await vaults.review.destroy(AGENCY, other.key_id)
    with pytest.raises(UnknownKeyError):
        await vaults.intake.destroy(AGENCY, letter.key_id)
    await vaults.review.destroy(AGENCY, letter.key_id)

    with pytest.raises(KeyDestroyedError):
        await vaults.review.open(AGENCY, letter.key_id)
    assert (await vaults.review.open(AGENCY, request.key_id)).data_keys
    assert await vaults.intake.open(AGENCY, other.key_id) == other


async def test_a_letter_goes_with_its_request(vaults: Vaults):
    """Destroying a request's key destroys the keys about it; none can be made about it afterwards."""
    request, other = await a_request(vaults), await a_request(vaults)
    letter, stays = await a_letter(vaults, request.key_id), await a_letter(vaults, other.key_id)

    await vaults.intake.destroy(AGENCY, request.key_id)

    with pytest.raises(KeyDestroyedError):
        await vaults.review.open(AGENCY, letter.key_id)
    assert await vaults.review.open(AGENCY, stays.key_id) == stays
    with pytest.raises(KeyDestroyedError):
        await a_letter(vaults, request.key_id)


async def test_a_key_is_about_a_root(vaults: Vaults):
    """A key about one that was never made, or that is itself about another, is refused: nothing would destroy it in time."""
    request = await a_request(vaults)
    letter = await a_letter(vaults, request.key_id)

    for about in ("never-made", letter.key_id):
        with pytest.raises(UnknownKeyError):
            await a_letter(vaults, about)
