"""Enrolment on a real database."""

import argon2
import pytest
from sqlalchemy import select

from intake.acts.open_account import hash_chosen, hash_random, open_account
from intake.storage import CREDENTIALS, SignInStore
from shared.command.decider import Refusal
from shared.events.registry import load
from shared.message import Actor, Origin
from support.intake.staff import new_staff

pytestmark = pytest.mark.contract


async def opening(site, agency="qionghai", login="li.na", roles=("clerk",), person=""):
    origin = Origin.first(agency, Actor(kind="service", id="cli"), await site.clock.now())
    return new_staff(origin, login, *roles, person=person)


async def test_a_password_is_kept_only_as_its_argon2_hash(site):
    """Neither the log nor the table of credentials holds the password."""
    keeper = SignInStore(site.runtime.app_engine)

    await open_account(site.runtime.store, keeper, *await opening(site), "correct horse")

    async with site.runtime.app_engine.connect() as connection:
        kept = repr((await connection.execute(select(CREDENTIALS))).all())
    rows = await site.runtime.log.read("qionghai", 0, 10)
    assert "$argon2id$" in kept
    assert "correct horse" not in kept + repr(rows)


def test_a_password_is_slow_to_guess_unless_it_was_drawn_at_random():
    """What a person chose is hashed at the price that argon2 recommends; a random password by a cheap hash, which opens too."""
    dear, cheap = (argon2.extract_parameters(each("correct horse")) for each in (hash_chosen, hash_random))

    assert dear == argon2.profiles.get_default_parameters()
    assert (cheap.time_cost, cheap.memory_cost, cheap.parallelism) == (1, 8, 1)
    assert argon2.PasswordHasher().verify(hash_random("correct horse"), "correct horse")


async def test_a_login_names_one_person_in_all_agencies(site):
    """A login that one agency gave out is refused in another, and a short password anywhere."""
    store, keeper = site.runtime.store, SignInStore(site.runtime.app_engine)
    await open_account(store, keeper, *await opening(site), "correct horse")

    with pytest.raises(Refusal, match="login-taken"):
        await open_account(store, keeper, *await opening(site, "tongliao"), "correct horse")
    with pytest.raises(Refusal, match="password-too-short"):
        await open_account(store, keeper, *await opening(site), "short")

    assert await site.runtime.log.read("tongliao", 0, 10) == []


async def test_a_second_login_is_the_same_persons(site):
    """The second account names the person of the first, who keeps the roles and needs no new ones."""
    store, keeper = site.runtime.store, SignInStore(site.runtime.app_engine)
    await open_account(store, keeper, *await opening(site), "correct horse")
    second = await opening(site, login="li.na2", roles=(), person="p-li.na")

    await open_account(store, keeper, *second, "correct horse")

    rows = await site.runtime.log.read("qionghai", 0, 10)
    assert [(row.stream, row.type) for row in rows] == [
        ("account/li.na", "staff-account-opened"),
        ("person/p-li.na", "staff-role-granted"),
        ("account/li.na2", "staff-account-opened"),
    ]
    assert {load(row).person for row in rows} == {"p-li.na"}


@pytest.mark.parametrize(
    ("roles", "person", "code"),
    [
        ((), "", "role-unknown"),
        (("clerk",), "p-nobody", "person-unknown"),
        (("clerk",), "p-li.na", "role-already-held"),
        (("supervisor",), "p-li.na", "supervisor-not-apart"),
    ],
)
async def test_an_account_that_its_person_may_not_have_is_not_opened(site, roles, person, code):
    """Where the roles are refused, neither account nor password is there: both stand in one commit."""
    store, keeper = site.runtime.store, SignInStore(site.runtime.app_engine)
    await open_account(store, keeper, *await opening(site), "correct horse")
    refused = await opening(site, login="li.na2", roles=roles, person=person)

    with pytest.raises(Refusal, match=code):
        await open_account(store, keeper, *refused, "correct horse")

    assert await keeper.credential("li.na2") is None
    assert len(await site.runtime.log.read("qionghai", 0, 10)) == 2
