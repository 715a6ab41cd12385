"""Signing in, on a keeper in memory and a cheap argon2."""

from asyncio import gather
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.attempts import SIGN_IN, SLOW_SECONDS, Attempts
from intake.sign_in import HASHED_AT_ONCE, WAITING_MAX, Account, SignIn
from intake.storage import Credential
from shared.command.decider import Full, Refusal
from shared.web.access.staff_pass import PassSigner, PassVerifier
from support.pages.passes import held as holding

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ACCOUNT = Account("wang.li", "p-wang", "王丽", ("qionghai",), holding("clerk", sections=("s-zonghe",)))


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
def waits():
    """How many seconds each try was held back."""
    return []


@pytest.fixture
def unseen():
    """Accounts that are opened in the log and show once somebody waits for them."""
    return {}


@pytest.fixture
def behind():
    """Not empty: what is in the log does not show in time."""
    return []


@pytest.fixture
def sign_in(drawer, open_accounts, unseen, behind, waits):  # each is a part that a test turns
    async def find(_agency, login):
        return open_accounts.get(login)

    async def pause(seconds):
        waits.append(seconds)

    async def shows(_agency):
        open_accounts.update(unseen)
        return not behind

    return SignIn(drawer, find, shows, PassSigner(KEY), Attempts(SIGN_IN, pause), CHEAP)


async def test_a_right_password_gives_a_pass_of_fifteen_minutes(sign_in):
    """The pass names account, roles, section and agency, and every service can verify it offline."""
    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    claims, cookie = await sign_in.issue(token, AT)

    verifier = PassVerifier(KEY.public_key(), lambda _login: False)
    assert verifier.read(cookie, AT + timedelta(minutes=14)) == claims
    assert verifier.read(cookie, AT + timedelta(minutes=15)) is None
    assert (claims.account, claims.roles, claims.agencies) == ("wang.li", ("clerk",), ("qionghai",))
    assert (claims.person, claims.sections) == ("p-wang", ("s-zonghe",))


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
    """Once the projection shows the account closed, its password and its session are worth nothing."""
    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    open_accounts.clear()

    assert await sign_in.issue(token, AT) is None
    with pytest.raises(Refusal, match="sign-in-wrong"):
        await sign_in.enter("wang.li", "right", "10.0.0.1", AT)


async def test_an_account_just_opened_signs_in_at_once(sign_in, open_accounts, unseen):
    """The account stands in the log and not yet in the projection: sign-in waits for it before it judges."""
    unseen["wang.li"] = open_accounts.pop("wang.li")

    token = await sign_in.enter("wang.li", "right", "10.0.0.1", AT)

    assert await sign_in.issue(token, AT) is not None


async def test_an_account_that_does_not_show_in_time_is_not_called_wrong(sign_in, open_accounts, behind):
    """While the projection is behind, the right password of an unknown account is told to come again, and counts as no failure."""
    open_accounts.clear()
    behind.append("a large import")

    for _ in range(6):
        with pytest.raises(Full, match="sign-in-behind"):
            await sign_in.enter("wang.li", "right", "10.0.0.1", AT)
    with pytest.raises(Refusal, match="sign-in-wrong"):
        await sign_in.enter("wang.li", "wrong", "10.0.0.1", AT)


async def test_leaving_ends_every_session(sign_in):
    """After signing out no token of the account gets a pass."""
    tokens = [await sign_in.enter("wang.li", "right", "10.0.0.1", AT) for _ in range(2)]

    await sign_in.leave("wang.li")

    assert [await sign_in.issue(token, AT) for token in tokens] == [None, None]


async def test_guessing_a_password_is_stopped(sign_in):
    """After five failures of a login from one address even the right password is refused there."""
    await fail(sign_in, "10.0.0.1", 5)

    with pytest.raises(Refusal, match="sign-in-too-often"):
        await sign_in.enter("wang.li", "right", "10.0.0.1", AT)


async def test_a_stranger_locks_nobody_out(sign_in, waits):
    """Whoever fails with a clerk's login elsewhere, the clerk signs in at the office, and at once."""
    await fail(sign_in, "203.0.113.9", 5)

    assert await sign_in.enter("wang.li", "right", "10.0.0.1", AT)
    assert waits == []


async def test_a_login_that_is_guessed_from_everywhere_is_slowed_not_locked(sign_in, waits):
    """From twenty failures on every further try waits some seconds, the right one too, and is then answered."""
    for n in range(4):
        await fail(sign_in, f"203.0.113.{n}", 5)

    assert await sign_in.enter("wang.li", "right", "10.0.0.1", AT)
    assert waits == [SLOW_SECONDS]


async def test_one_address_does_not_try_many_logins(sign_in):
    """After thirty failures the address is refused, whatever the login."""
    for n in range(30):
        with pytest.raises(Refusal, match="sign-in-wrong"):
            await sign_in.enter(f"nobody{n}", "wrong", "203.0.113.9", AT)

    with pytest.raises(Refusal, match="sign-in-too-often"):
        await sign_in.enter("wang.li", "right", "203.0.113.9", AT)


async def test_an_address_of_version_six_is_its_network(sign_in):
    """Who holds a /64 has endless addresses: they count as one."""
    await fail(sign_in, "2001:db8:1:2::1", 5)

    with pytest.raises(Refusal, match="sign-in-too-often"):
        await sign_in.enter("wang.li", "right", "2001:db8:1:2::2", AT)


async def fail(sign_in, address, times):
    """Wrong passwords of one login from one address, one by one."""
    for _ in range(times):
        with pytest.raises(Refusal, match="sign-in-wrong"):
            await sign_in.enter("wang.li", "wrong", address, AT)


async def test_passwords_at_once_are_stopped_as_those_one_by_one(sign_in):
    """Of twenty tries at the same moment five are answered, also when the right one is among them."""
    tries = [sign_in.enter("wang.li", f"wrong{n}", "10.0.0.1", AT) for n in range(20)]

    answers = await gather(*tries, return_exceptions=True)

    codes = sorted(refused.code for refused in answers)
    assert codes == ["sign-in-too-often"] * 15 + ["sign-in-wrong"] * 5


async def test_a_flood_is_refused_before_it_costs_a_hash(sign_in, monkeypatch):
    """Of many attempts at once about as many are hashed as may fail; the others are refused for nothing."""
    hashed = []
    verify = sign_in._verify
    monkeypatch.setattr(sign_in, "_verify", lambda *told: hashed.append(1) or verify(*told))
    tries = [sign_in.enter("wang.li", f"wrong{n}", "10.0.0.1", AT) for n in range(64)]

    await gather(*tries, return_exceptions=True)

    assert len(hashed) <= 5 + HASHED_AT_ONCE


async def test_one_network_does_not_take_every_place(sign_in):
    """However many attempts come from one address, somebody else still finds a place to wait."""
    flood = [sign_in.enter(f"nobody{n}", "wrong", "203.0.113.9", AT) for n in range(100)]

    *_, other = await gather(
        *flood, sign_in.enter("wang.li", "right", "10.0.0.1", AT), return_exceptions=True
    )

    assert isinstance(other, str)


async def test_an_endless_queue_is_refused_at_once(sign_in):
    """Whoever comes when too many wait is told to come back, from whatever address."""
    tries = [sign_in.enter(f"nobody{n}", "wrong", f"10.0.{n}.1", AT) for n in range(100)]

    answers = await gather(*tries, return_exceptions=True)

    assert sum(refused.code == "sign-in-busy" for refused in answers) == 100 - HASHED_AT_ONCE - WAITING_MAX
