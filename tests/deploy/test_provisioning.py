"""One run prepares a deployment's servers; the next finds nothing to do."""

import asyncpg
import pytest

from deploy.bus import streams
from deploy.bus.rights import ADMIN
from deploy.containers import provisioning
from deploy.containers.files import ROLE_PASSWORD
from deploy.errors import Unable
from deploy.place.state import login_roles
from deploy.topology import DATABASES

pytestmark = pytest.mark.service

PASSWORD = "of-a-test-server"


@pytest.fixture(scope="module")
def environment(postgres, broker):
    """The environment of the one-shot container, with the addresses of this run's servers."""
    return {
        "LANTAI_SUPERUSER_DSN": postgres.dsn(),
        "LANTAI_NATS_ADMIN_URL": broker.url_for(ADMIN),
        **{f"{ROLE_PASSWORD}{role.upper()}": PASSWORD for role in login_roles()},
    }


async def test_servers_are_prepared_once(environment, postgres):
    """Afterwards the bus is as wanted, the calendar is in the log, and a second run reports no change."""
    await provisioning.provision(environment)

    assert await provisioning.provision(environment) == []
    await streams.check(environment["LANTAI_NATS_ADMIN_URL"])
    deadline = await asyncpg.connect(postgres.dsn("deadline"))
    loaded = await deadline.fetchval("select count(*) from log.events where type = 'calendar-notice-loaded'")
    await deadline.close()
    assert loaded > 0


async def test_roles_enter_with_their_passwords(environment, postgres):
    """A service's role signs in to its own database and to no other."""
    await provisioning.provision(environment)
    place = postgres.dsn().rpartition("@")[2].partition("/")[0]

    own = await asyncpg.connect(f"postgresql://review_app:{PASSWORD}@{place}/review")
    await own.close()
    for other in set(DATABASES) - {"review"}:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(f"postgresql://review_app:{PASSWORD}@{place}/{other}")


async def test_missing_variable_is_named(environment):
    """What the environment lacks is named before anything is touched."""
    short = {name: value for name, value in environment.items() if name != f"{ROLE_PASSWORD}REVIEW_APP"}

    with pytest.raises(provisioning.NotTold, match=f"{ROLE_PASSWORD}REVIEW_APP"):
        await provisioning.provision(short)


async def test_database_that_is_away_gives_a_sentence(environment):
    """A server that cannot be reached is a sentence that says what to look at."""
    away = {**environment, "LANTAI_SUPERUSER_DSN": "postgresql://postgres:x@127.0.0.1:1/postgres"}

    with pytest.raises(Unable, match="请确认两者已启动"):
        await provisioning.provision(away)


async def test_wrong_superuser_gives_a_sentence(environment, postgres):
    """A password that the database refuses is a sentence that names the file."""
    wrong = postgres.dsn().replace(postgres.password, "wrong")

    with pytest.raises(Unable, match=r"provision\.env"):
        await provisioning.provision({**environment, "LANTAI_SUPERUSER_DSN": wrong})
