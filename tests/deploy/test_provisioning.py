"""One run prepares a deployment's servers; the next finds nothing to do."""

import shutil

import asyncpg
import pytest

from deploy.bus import streams
from deploy.bus.rights import ADMIN
from deploy.containers import provisioning
from deploy.containers.files import ROLE_PASSWORD
from deploy.errors import Unable
from deploy.place.state import login_roles
from deploy.topology import DATABASES, SERVICES
from shared.policy import FOLDER_VARIABLE, default_library
from support.servers.third_bureau import CITY, PACK

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


async def test_lanes_of_all_agencies_are_open(environment, postgres, tmp_path):
    """Every service can write to the lanes of the built-in agencies and the nation; to a new agency's after one more run."""
    await provisioning.provision(environment)
    before = {service: await _lanes(postgres, service) for service in SERVICES}
    for pack in (CITY, PACK):
        shutil.copytree(pack, tmp_path / pack.name)

    await provisioning.provision(environment | {FOLDER_VARIABLE: str(tmp_path)})

    known = {*default_library().agencies(), "national"}
    assert before == dict.fromkeys(SERVICES, known)
    assert await _lanes(postgres, "review") == known | {PACK.name}


async def _lanes(postgres, service):
    connection = await asyncpg.connect(postgres.dsn(service))
    rows = await connection.fetch("select agency from log.lane")
    await connection.close()
    return {row["agency"] for row in rows}


async def test_broken_pack_gives_a_sentence(environment, tmp_path):
    """A fault in a pack of the deployment's own is a sentence that names it, before anything is touched."""
    (tmp_path / "stray.toml").write_text("", encoding="utf-8")

    with pytest.raises(Unable, match=r"stray\.toml"):
        await provisioning.provision(environment | {FOLDER_VARIABLE: str(tmp_path)})


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
