"""Signing in, on a keeper in memory and a cheap argon2."""

from asyncio import gather
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.sign_in import Account, SignIn
from intake.storage import Credential
from shared.decider import Refusal
from shared.web.access import PassSigner, PassVerifier

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ACCOUNT = Account("wang.li", "王丽", ("clerk",), ("qionghai",), "综合统计股")


class Drawer:
    """Credentials and sessions in dictionaries."""

    def __init__(self):
        self.sessions = {}

    async def credential(self, login):
        return Credential(login, "qionghai", CHEAP.hash("right")) if login == "wang.li" else None

    async def begin(self, id_hash, session, _at):
        self.sessions[id_hash] = session

    async def session(self, id_hash, at):
        found = self.sessions.get(id_hash)
        return found if found and found.expires_at > at else None

    async def end(self, login):
        self.sessions = {key: each for key, each in self.sessions.items() if each.login != login}


@pytest.fixture
def drawer():
    return Drawer()


@pytest.fixture
def open_accounts():
    return {"wang.li": ACCOUNT}


@pytest.fixture
def sign_in(drawer, open_accounts):
    async def find(_agency, login):
        return open_accounts.get(login)

    return SignIn(drawer, find, PassSigner(KEY), CHEAP)


async def test_a_right_password_gives_a_pass_of_fifteen_minutes(sign_in):
    """The pass names account, roles, section and agency, and every service can verify it offline."""
    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    claims, cookie = await sign_in.issue(token, AT)

    verifier = PassVerifier(KEY.public_key(), lambda _login: False)
    assert verifier.read(cookie, AT + timedelta(minutes=14)) == claims
    assert verifier.read(cookie, AT + timedelta(minutes=15)) is None
    assert (claims.account, claims.roles, claims.agencies) == ("wang.li", ("clerk",), ("qionghai",))
    assert claims.section == "综合统计股"


async def test_a_renewed_pass_keeps_open_forms_valid(sign_in):
    """The form secret stays the same as long as the session does."""
    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    (first, _), (second, _) = [await sign_in.issue(token, AT + timedelta(hours=n)) for n in (0, 7)]

    assert first.csrf == second.csrf


async def test_a_session_ends_after_eight_hours(sign_in):
    """No pass outlives the session, and none is issued after it."""
    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    claims, _ = await sign_in.issue(token, AT + timedelta(hours=7, minutes=55))

    assert claims.expires_at == AT + timedelta(hours=8)
    assert await sign_in.issue(token, AT + timedelta(hours=8)) is None


@pytest.mark.parametrize(("login", "password"), [("wang.li", "wrong"), ("nobody", "right")])
async def test_every_wrong_pair_gets_the_same_answer(sign_in, login, password):
    """Whether the login exists cannot be told from the refusal."""
    with pytest.raises(Refusal) as refused:
        await sign_in.enter(login, password, "10.0.0.1", AT)

    assert refused.value.code == "sign-in-wrong"


async def test_a_closed_account_neither_enters_nor_renews(sign_in, open_accounts):
    """Once the book shows the account closed, its password and its session are worth nothing."""
    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    open_accounts.clear()

    assert await sign_in.issue(token, AT) is None
    with pytest.raises(Refusal, match="sign-in-wrong"):
        await sign_in.enter("wang.li", "right", "10.0.0.1", AT)


async def test_leaving_ends_every_session(sign_in):
    """After signing out no token of the account gets a pass."""
    tokens = [await sign_in.enter("wang.li", "right", "10.0.0.1", AT) for _ in range(2)]

    await sign_in.leave("wang.li")

    assert [await sign_in.issue(token, AT) for token in tokens] == [None, None]


async def test_guessing_a_password_is_stopped(sign_in):
    """After five failures of a login even the right password waits."""
    for _ in range(5):
        with pytest.raises(Refusal, match="sign-in-wrong"):
            await sign_in.enter("wang.li", "wrong", "10.0.0.1", AT)

    with pytest.raises(Refusal, match="sign-in-too-often"):
        await sign_in.enter("wang.li", "right", "10.0.0.2", AT)


async def test_passwords_at_once_are_stopped_as_those_one_by_one(sign_in):
    """Of twenty tries at the same moment five are answered, also when the right one is among them."""
    tries = [sign_in.enter("wang.li", f"wrong{n}", "10.0.0.1", AT) for n in range(20)]

    answers = await gather(*tries, return_exceptions=True)

    codes = sorted(refused.code for refused in answers)
    assert codes == ["sign-in-too-often"] * 15 + ["sign-in-wrong"] * 5
