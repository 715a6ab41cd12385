"""The same audit on PostgreSQL, by the command that people run: store and ledger in two databases, tampered by a superuser."""

import asyncio
import json

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from typer.testing import CliRunner

from reporting.audit import Fault, verify
from reporting.cli.audit import app
from reporting.cli.databases import DSNS
from reporting.projections import PROJECTIONS
from reporting.projections.ledger import DatabaseLedger, LedgerProjection
from shared.bus.envelope import SERVICES
from shared.delivery.rebuild import EvidenceDiffers, Rebuild
from shared.delivery.subscription import fold_into
from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.eventlog.memory import MemoryStore
from shared.eventlog.postgres import PgLog, PgStore
from support.deadline.clocks import AGENCY
from support.reporting.copies import STORED, write_intake
from support.reporting.forgery import rechained

pytestmark = pytest.mark.contract

EDIT = "update log.events set {column} = {value} where agency = 'qionghai' and seq = 3"
COPY = "update ledger_1.entries set {column} = {value} where agency = 'qionghai' and service = 'intake' and seq = 3"
OTHER = {
    "stream": "'request/x'",
    "version": "9",
    "id": "gen_random_uuid()",
    "type": "'reply-dispatched'",
    "schema_version": "2",
    "occurred_at": "occurred_at + interval '1 microsecond'",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "actor": "'staff/x/clerk/-'",
    "correlation_id": "gen_random_uuid()",
    "causation_id": "gen_random_uuid()",
    "key_id": "'k'",
    "body": "convert_to('{}', 'UTF8')",
    "leaf": "sha256(leaf)",
    "chain": "sha256(chain)",
}


class Audited:
    """Intake's store and reporting's ledger of it."""

    def __init__(self, intake, reporting, engines):
        self.intake, self.reporting = intake, reporting
        self.readers = {"intake": PgLog("intake", engines(intake.superuser_dsn))}
        self.ledger = DatabaseLedger(engines(reporting.superuser_dsn))
        self.carrier = engines(reporting.carrier_dsn)

    async def copy(self):
        """Fold the store into the ledger, as the subscription does, with its checkpoint."""
        rows = await self.readers["intake"].read(AGENCY, 0, 100)
        checkpoint = text(
            "insert into carrier.checkpoint values ('ledger_1', 'intake', :agency, :seq, :chain)"
        )
        async with self.carrier.begin() as connection:
            await fold_into(connection, LedgerProjection(), "ledger_1", rows)
            last = rows[-1]
            await connection.execute(checkpoint, {"agency": AGENCY, "seq": last.seq, "chain": last.chain})

    async def tamper(self, database, *statements):
        """As somebody who owns the server: triggers do not stop them."""
        connection = await asyncpg.connect(database.superuser_dsn)
        try:
            for statement in ("set session_replication_role = replica", *statements):
                await connection.execute(statement)
        finally:
            await connection.close()

    async def first_bad(self):
        """What verification names."""
        return (await verify(self.readers, self.ledger)).first_bad


@pytest.fixture
async def audited(service_database, engines):
    """Five events, stored and copied."""
    intake = await service_database("intake")
    made = Audited(intake, await service_database("reporting", projections=PROJECTIONS), engines)
    store = PgStore("intake", engines(intake.app_dsn))
    await write_intake(store)
    await store.close()
    await made.copy()
    return made


def bad(seq, what):
    """A fault of intake's lane."""
    return Fault("intake", AGENCY, seq, what)


async def test_what_is_in_order_passes(audited):
    """Store and ledger agree, in every column, after their ways through the driver."""
    report = await verify(audited.readers, audited.ledger)

    assert report.first_bad is None
    assert [(lane.rows, lane.lag) for lane in report.lanes] == [(STORED, 0)]


@pytest.mark.parametrize("column", sorted(OTHER))
async def test_each_column_of_a_stored_event_is_watched(audited, column):
    """An update that goes around the triggers is named with its column."""
    await audited.tamper(audited.intake, EDIT.format(column=column, value=OTHER[column]))

    kind = "replaced" if column == "id" else "altered"
    assert await audited.first_bad() == bad(3, f"{kind}: {column}")


@pytest.mark.parametrize("column", ["actor", "body", "leaf", "chain", "recorded_at"])
async def test_each_column_of_a_copy_is_watched(audited, column):
    """The ledger changed alone is named as the ledger."""
    await audited.tamper(audited.reporting, COPY.format(column=column, value=OTHER[column]))

    assert await audited.first_bad() == bad(3, f"ledger altered: {column}")


@pytest.mark.parametrize(
    ("statements", "seq", "what"),
    [
        (["delete from log.events where seq = 2"], 2, "missing"),
        (["delete from log.events where seq > 3"], 4, "truncated: the ledger holds this event"),
        (["delete from log.events", "delete from log.lane"], 1, "truncated: the ledger holds this event"),
        (
            [f"update log.lane set seq = 4 where agency = '{AGENCY}'"],
            5,
            "inserted: beyond the lane's counter",
        ),
        (["update log.lane set chain = sha256(chain)"], STORED, "head altered: chain"),
        (["delete from log.lane"], STORED, "head altered: the lane's counter is gone"),
    ],
)
async def test_what_is_gone_from_the_store_is_named(audited, statements, seq, what):
    """Deleted in the middle, at the end, altogether; the lane's counter changed or gone."""
    await audited.tamper(audited.intake, *statements)

    assert await audited.first_bad() == bad(seq, what)


async def test_swapped_events_are_named(audited):
    """Two events that changed numbers."""
    swap = "update log.events set seq = case seq when 2 then -3 else -2 end where seq in (2, 3)"
    await audited.tamper(audited.intake, swap, "update log.events set seq = -seq where seq < 0")

    fault = await audited.first_bad()
    assert (fault.seq, fault.what.partition(":")[0]) == (2, "replaced")


async def test_an_inserted_event_is_named(audited):
    """A row behind the last one, although it copies a good one."""
    insert = (
        "insert into log.events select agency, 6, 'request/forged', 1, gen_random_uuid(), type, schema_version,"
        " occurred_at, recorded_at, actor, correlation_id, causation_id, key_id, body, leaf, chain"
        " from log.events where seq = 5"
    )
    await audited.tamper(audited.intake, insert)

    assert await audited.first_bad() == bad(6, "altered: leaf")


async def test_an_edit_with_new_leaves_and_chains_is_contradicted(audited):
    """The database's own functions can forge a consistent store; the ledger remembers."""
    rows = await audited.readers["intake"].read(AGENCY, 0, 100)
    await audited.tamper(audited.intake, "update log.events set actor = 'staff/forger/clerk/-' where seq = 2")
    forged = await audited.readers["intake"].read(AGENCY, 0, 100)
    chain, updates = genesis("intake", AGENCY), []
    for row in forged:
        leaf = leaf_hash(row)
        chain = chain_hash(chain, leaf)
        updates.append(
            f"update log.events set leaf = '\\x{leaf.hex()}', chain = '\\x{chain.hex()}' where seq = {row.seq}"
        )
    await audited.tamper(audited.intake, *updates, f"update log.lane set chain = '\\x{chain.hex()}'")

    assert rows[1].actor != "staff/forger/clerk/-"
    assert await audited.first_bad() == bad(2, "rewritten: actor, leaf, chain")


async def test_copies_that_were_taken_away_are_named(audited):
    """In the middle, and at the end behind the ledger's own checkpoint."""
    await audited.tamper(audited.reporting, "delete from ledger_1.entries where seq = 5")
    assert await audited.first_bad() == bad(5, "ledger missing")

    await audited.tamper(audited.reporting, "delete from ledger_1.entries where seq = 2")
    assert await audited.first_bad() == bad(2, "ledger missing")


async def test_rewritten_log_is_not_laundered_by_a_rebuild(audited):
    """The ledger is not filled from a log that says something else: the old copies stay, and the audit still tells."""
    rows = await audited.readers["intake"].read(AGENCY, 0, 100)
    forged = rechained(rows, 2, {"actor": "staff/forger/clerk/-"})
    updates = [
        f"update log.events set actor = '{row.actor}', leaf = '\\x{row.leaf.hex()}', chain = '\\x{row.chain.hex()}'"
        f" where seq = {row.seq}"
        for row in forged
    ]
    counter = f"update log.lane set chain = '\\x{forged[-1].chain.hex()}'"
    await audited.tamper(audited.intake, *updates, counter)

    logs = {source: audited.readers.get(source, MemoryStore(source)) for source in SERVICES}
    rebuild = Rebuild("reporting", LedgerProjection(), logs, lambda _lane, _seq: None)
    with pytest.raises(EvidenceDiffers, match="entries"):
        await rebuild.run(audited.reporting.superuser_dsn)

    assert await audited.first_bad() == bad(2, "rewritten: actor, leaf, chain")


@pytest.mark.parametrize(
    "statement", ["update ledger_1.entries set actor = 'x'", "delete from ledger_1.entries"]
)
async def test_carrier_cannot_change_a_copy(audited, statement):
    """The role that fills the ledger may add copies, and neither change nor delete one."""
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with audited.carrier.begin() as connection:
            await connection.execute(text(statement))


def run(audited, *arguments, dsns=None):
    """The command, with the databases in its environment."""
    named = dsns or {"intake": audited.intake.superuser_dsn, "reporting": audited.reporting.superuser_dsn}
    return CliRunner().invoke(app, ["verify", *arguments], env={DSNS: json.dumps(named)})


async def in_thread(audited, *arguments, dsns=None):
    """The command runs a loop of its own."""
    return await asyncio.to_thread(run, audited, *arguments, dsns=dsns)


async def test_the_command_ends_with_zero_when_all_fits(audited):
    """Its JSON lists the lanes."""
    result = await in_thread(audited, "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "ok": True,
        "events": STORED,
        "lanes": [{"service": "intake", "agency": AGENCY, "events": STORED, "ledger_lag": 0}],
        "unheard": ["review", "deadline", "bus", "blobs"],
    }


async def test_the_command_names_the_first_bad_and_ends_with_three(audited):
    """The JSON of a fault, and the sentence for people."""
    await audited.tamper(audited.intake, EDIT.format(column="actor", value=OTHER["actor"]))

    result = await in_thread(audited, "--json", "--agency", AGENCY)
    shown = await in_thread(audited)

    assert result.exit_code == shown.exit_code == 3
    bad = {
        "service": "intake",
        "agency": AGENCY,
        "seq": 3,
        "what": "altered: actor",
        "witness": "",
        "since": None,
    }
    sentence = "受理（intake）qionghai：日志与台账不符，第3号（altered: actor）。"
    assert json.loads(result.stdout) == {
        "first_bad": {**bad, "sentence": sentence},
        "faults": [{**bad, "sentence": sentence}],
        "unheard": ["review", "deadline", "bus", "blobs"],
    }
    assert "第一处不符：intake/qionghai 第3号事件" in shown.stdout


@pytest.mark.parametrize(
    ("dsns", "code"),
    [
        ({"intake": "x"}, 64),
        ({"reporting": 5}, 64),
        ({"reporting": "postgresql://nobody@127.0.0.1:1/none"}, 69),
    ],
)
async def test_the_command_says_what_it_needs(audited, dsns, code):
    """Without the ledger's database, or with one that does not answer, nothing is verified and nothing is claimed."""
    result = await in_thread(audited, "--json", dsns=dsns)

    assert result.exit_code == code
    assert "error" in json.loads(result.stdout)


async def test_an_agency_that_nobody_knows_is_not_said_to_be_in_order(audited):
    """A mistyped agency verifies nothing, and the command says so instead of ending with 0."""
    result = await in_thread(audited, "--json", "--agency", "qionghia")

    assert result.exit_code == 64
    assert json.loads(result.stdout)["error"]["code"] == "agency-unknown"
