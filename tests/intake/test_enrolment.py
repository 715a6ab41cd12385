"""Enrolment on a real database."""

import pytest
from sqlalchemy import select

from intake.account.commands import OpenStaffAccount
from intake.enrol import enrol
from intake.storage import CREDENTIALS, SignInStore
from shared.command.decider import Refusal
from shared.message import Actor, Origin

pytestmark = pytest.mark.contract


async def opening(house, agency="qionghai"):
    origin = Origin.first(agency, Actor(kind="service", id="cli"), await house.clock.now())
    return OpenStaffAccount(origin=origin, login="li.na", name="李娜", roles=("clerk",), agencies=(agency,))


async def test_a_password_is_kept_only_as_its_argon2_hash(house):
    """Neither the log nor the table of credentials holds the password."""
    keeper = SignInStore(house.runtime.app_engine)

    await enrol(house.runtime.store, keeper, await opening(house), "correct horse")

    async with house.runtime.app_engine.connect() as connection:
        kept = repr((await connection.execute(select(CREDENTIALS))).all())
    rows = await house.runtime.log.read("qionghai", 0, 10)
    assert "$argon2id$" in kept
    assert "correct horse" not in kept + repr(rows)


async def test_a_login_names_one_person_in_all_agencies(house):
    """A login that one agency gave out is refused in another, and a short password anywhere."""
    store, keeper = house.runtime.store, SignInStore(house.runtime.app_engine)
    await enrol(store, keeper, await opening(house), "correct horse")

    with pytest.raises(Refusal, match="login-taken"):
        await enrol(store, keeper, await opening(house, "tongliao"), "correct horse")
    with pytest.raises(Refusal, match="password-too-short"):
        await enrol(store, keeper, await opening(house), "short")

    assert await house.runtime.log.read("tongliao", 0, 10) == []
