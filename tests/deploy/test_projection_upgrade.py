"""`provision` and `up` bring projections of a former version to the present one; `doctor` names what has not taken effect."""

import pytest
from sqlalchemy import text

from deploy.databases.projections import projections_of
from deploy.databases.upgrade import upgrade
from deploy.stack.effects import effects
from deploy.topology import SERVICES
from shared.eventlog.postgres import PgStore
from shared.projections.generations import other_versions
from support.servers.carrier import write

pytestmark = pytest.mark.contract
LANE = "qionghai"
EVENTS = 30


class Deployment:
    """The four services' databases, with events in intake's log."""

    def __init__(self, databases, engines):
        self._databases = databases
        self.engines = {service: engines(database.superuser_dsn) for service, database in databases.items()}

    def dsn(self, service):
        """The superuser's address."""
        return self._databases[service].superuser_dsn

    async def upgrade(self):
        """Upgrade; return the lines of what was done."""
        return await upgrade(self.dsn, lambda _: None)

    async def effects(self):
        """What has not taken effect, without patience."""
        return await effects(self.dsn, patience=0)

    async def run(self, service, *statements):
        """Run statements as superuser."""
        async with self.engines[service].begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def ask(self, service, question):
        """One value."""
        async with self.engines[service].connect() as connection:
            return (await connection.execute(text(question))).scalar_one()


@pytest.fixture
async def deployment(service_database, engines):
    """A deployment that has run, and whose projections have folded everything."""
    databases = {
        service: await service_database(service, projections=projections_of(service)) for service in SERVICES
    }
    made = Deployment(databases, engines)
    store = PgStore("intake", engines(databases["intake"].app_dsn))
    await write(store, LANE, EVENTS)
    await store.close()
    for service in SERVICES:
        await made.run(
            service,
            f"insert into carrier.checkpoint values ('reaction:former', 'intake', '{LANE}', {EVENTS}, '')",
        )
    await made.upgrade()
    return made


async def test_a_projection_that_has_heard_nothing_is_filled(deployment):
    """A new projection, or one that hears one more service, is filled before its service starts; then nothing is left to do."""
    found = await deployment.effects()

    assert found.complete
    assert await deployment.ask("reporting", "select count(*) from ledger.entries") == EVENTS
    assert await deployment.upgrade() == []


async def test_a_former_version_is_replaced(deployment):
    """Other columns, other sources, an older number: every projection is then of this version, and no lane is parked."""
    await deployment.run(
        "reporting",
        "update carrier.projection set version = 0 where name = 'ledger'",
        "alter table ledger_2.entries drop column body cascade",
    )
    await deployment.run(
        "intake",
        "insert into carrier.checkpoint values ('docket_2', 'review', 'qionghai', 5, '')",
        "insert into carrier.dead_letter values ('docket', 'intake', 'qionghai', 3, 'no such table', now())",
    )
    before = await deployment.effects()

    done = await deployment.upgrade()

    assert before.old == {
        "intake/docket": "含有不再计入的 review",
        "reporting/ledger": f"的版本是 0，应为 {_version('reporting', 'ledger')}",
    }
    assert [line.partition("：")[0] for line in done] == ["intake/docket", "reporting/ledger"]
    assert (await deployment.effects()).complete
    assert await deployment.ask("reporting", "select min(length(body)) > 0 from ledger.entries")
    assert await deployment.ask("intake", "select count(*) from carrier.dead_letter") == 0
    for service in SERVICES:
        async with deployment.engines[service].connect() as connection:
            assert not await other_versions(connection, projections_of(service))


async def test_a_lane_that_stands_or_is_parked_is_named(deployment):
    """A projection that is behind, and one that a dead letter stops, are named with their lane and number."""
    await deployment.run(
        "reporting",
        "update carrier.checkpoint set seq = 20 where subscription = 'annual_2' and service = 'intake'",
        "update carrier.checkpoint set seq = 7 where subscription = 'trail_2' and service = 'intake'",
        "insert into carrier.dead_letter values ('trail', 'intake', 'qionghai', 8, 'poison', now())",
    )

    found = await deployment.effects()

    lane = "reporting/annual ← intake/qionghai"
    assert not found.complete
    assert (found.old, found.behind, found.standing) == ({}, {lane: EVENTS - 20}, [lane])
    assert [(each["subscription"], each["seq"]) for each in found.dead_letters] == [("trail", 8)]


def _version(service, name):
    return next(each.version for each in projections_of(service) if each.name == name)
