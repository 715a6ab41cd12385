"""Changing and resetting a password on a real database."""

from asyncio import gather
from datetime import timedelta

import pytest
from sqlalchemy import select

from intake.account.commands import CloseStaffAccount
from intake.account.handlers import close_account
from intake.acts.passwords import RESET_HOURS, issue_reset
from intake.storage import PRIVATE, SignInStore
from shared.command.decider import Refusal
from shared.message import Actor, Origin
from shared.time.clock import wall_clock
from support.intake.forms import passwords_of

pytestmark = pytest.mark.contract

NEW = "battery staple"
HERE = "10.0.0.1"


async def origin(site, agency="qionghai"):
    return Origin.first(agency, Actor(kind="service", id="cli"), await site.clock.now())


async def issued(site, login="li.na", agency="qionghai"):
    """The code of a link for an open account."""
    stored = SignInStore(site.runtime.app_engine)
    return await issue_reset(site.runtime.store, stored, await origin(site, agency), login, wall_clock())


async def used(site, code, chosen=NEW, real_at=None):
    """Set a password by a link."""
    passwords, at = passwords_of(site), real_at or wall_clock()
    reset = await passwords.link(code, at)
    await passwords.use(reset, chosen, HERE, await site.clock.now(), at)


async def types(site):
    """The types of the account's events."""
    return [row.type for row in await site.runtime.store.load("qionghai", "account/li.na")]


async def enters(site, password):
    """Whether this password opens the account."""
    return await passwords_of(site).sign_in.check("li.na", password, HERE) is not None


async def test_a_link_sets_a_password_once(site):
    """The new password opens, the old one does not, and the link opens nothing more."""
    await site.open_account("li.na", "clerk")
    code = await issued(site)
    assert await enters(site, "correct horse")

    await used(site, code)
    with pytest.raises(Refusal, match="reset-link-void"):
        await used(site, code, "another battery")

    assert await enters(site, NEW)
    assert not await enters(site, "correct horse")
    assert (await types(site))[1:] == ["staff-password-reset-issued", "staff-password-reset-used"]


async def test_a_link_at_two_places_at_once_sets_one_password(site):
    """Of two holders of one link who press at the same moment, one is refused."""
    await site.open_account("li.na", "clerk")
    code = await issued(site)

    ends = await gather(used(site, code, NEW), used(site, code, "another battery"), return_exceptions=True)

    assert sorted(getattr(end, "code", "") for end in ends) == ["", "reset-link-void"]
    assert (await types(site)).count("staff-password-reset-used") == 1


async def test_a_link_ends_after_its_hours_and_with_the_next_one(site):
    """Expired, replaced by a later link, or made up: the same refusal."""
    await site.open_account("li.na", "clerk")
    first = await issued(site)
    second = await issued(site)
    late = wall_clock() + timedelta(hours=RESET_HOURS)

    for code, at in ((first, None), (second, late), ("made up", None), ("\ud800", None)):
        with pytest.raises(Refusal, match="reset-link-void"):
            await used(site, code, real_at=at)

    assert await enters(site, "correct horse")


@pytest.mark.parametrize(("login", "agency"), [("no.one", "qionghai"), ("li.na", "tongliao")])
async def test_a_link_is_issued_for_an_account_of_that_agency_alone(site, login, agency):
    """An administrator of one agency resets nobody of another."""
    await site.open_account("li.na", "clerk")

    with pytest.raises(Refusal, match="account-unknown"):
        await issued(site, login, agency)


async def test_a_closed_account_is_not_reset(site):
    """A link that was issued before the account was closed opens nothing."""
    await site.open_account("li.na", "clerk")
    code = await issued(site)
    await close_account(
        site.runtime.store, "li.na", CloseStaffAccount(origin=await origin(site), reason="调离")
    )

    with pytest.raises(Refusal, match="account-unknown"):
        await used(site, code)
    with pytest.raises(Refusal, match="account-already-closed"):
        await issued(site)


async def test_a_weak_password_uses_no_link_up(site):
    """The person is told what is wrong and sets a better one by the same link."""
    await site.open_account("li.na", "clerk")
    code = await issued(site)

    with pytest.raises(Refusal, match="password-too-common"):
        await used(site, code, "123456789012")
    await used(site, code)

    assert await enters(site, NEW)


async def test_neither_code_nor_password_is_stored(site):
    """Log and private tables hold the hash of each, never the thing."""
    await site.open_account("li.na", "clerk")
    code = await issued(site)
    async with site.runtime.app_engine.connect() as connection:
        before = [(await connection.execute(select(table))).all() for table in PRIVATE.sorted_tables]

    await used(site, code)

    async with site.runtime.app_engine.connect() as connection:
        after = [(await connection.execute(select(table))).all() for table in PRIVATE.sorted_tables]
    kept = repr([before, after, await site.runtime.log.read("qionghai", 0, 20)])
    assert "argon2id" in kept
    assert code not in kept
    assert NEW not in kept
