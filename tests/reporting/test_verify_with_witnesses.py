"""`lantai audit verify` on real databases, a real bus and real files: log and ledger that agree are contradicted by witnesses."""

import json
from datetime import UTC, date, datetime

import msgspec
import pytest

from reporting.cli.witnesses import BLOBS, BUS
from reporting.projections import PROJECTIONS
from shared.bus.envelope import subject, to_envelope
from shared.eventlog.evidence import genesis
from shared.eventlog.postgres import PgStore
from shared.eventlog.store import Change, Commit
from shared.events.intake.request import ReplyRendered
from shared.files.blobs import BlobFolder
from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY, by
from support.pages.staff_pages import SECRET
from support.reporting.audited import Audited
from support.reporting.copies import STORED, request_id, write_intake
from support.reporting.events import paper
from support.servers.carrier import EffectProjection

pytestmark = pytest.mark.service

FOLLOWER = "checkpoint review/effects_1"
FORGER = {"actor": "staff/forger/clerk/-"}


@pytest.fixture
async def audited(service_database, engines):
    """Five events, stored, copied, and applied by nobody else."""
    effects = EffectProjection("intake")
    databases = {
        "intake": await service_database("intake"),
        "review": await service_database("review", projections=[effects]),
        "reporting": await service_database("reporting", projections=PROJECTIONS),
    }
    made = Audited(databases, engines, {})
    store = PgStore("intake", engines(databases["intake"].app_dsn))
    await write_intake(store)
    await store.close()
    await made.copy()
    return made


@pytest.fixture
async def followed(audited):
    """The same, applied by a subscription of review."""
    await audited.follow(EffectProjection("intake"))
    return audited


async def test_untouched_lanes_are_confirmed_by_every_witness(followed):
    """What nobody touched fits; the witnesses that are not named are said to be unheard."""
    done = await followed.verify("--json")

    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["ok"] is True
    assert answer["unheard"] == ["deadline", "bus", "blobs"]


async def test_tail_cut_from_log_and_ledger_alike_is_named(followed):
    """The last events are gone everywhere; a checkpoint of another service still stands behind them."""
    await followed.cut(3)

    assert await followed.faults() == [(4, "cut: the log ends at 3", FOLLOWER)]


async def test_removed_lane_is_named(followed):
    """Log and ledger know nothing of the agency any more; a checkpoint of another service does."""
    await followed.cut(0)

    assert await followed.faults() == [(1, "removed: the lane has no event", FOLLOWER)]


async def test_log_and_ledger_rewritten_together_are_named(followed):
    """Both copies tell the same forged story with fitting leaves and chains; the checkpoint's chain differs."""
    await followed.rewrite(2, **FORGER)

    assert await followed.faults() == [(STORED, "rewritten: chain", FOLLOWER)]


async def test_log_rewritten_alone_is_named_by_ledger_and_witness(followed):
    """The ledger names the event, the witnesses confirm the ledger."""
    await followed.rewrite(2, ledger=False, **FORGER)

    assert await followed.faults() == [
        (2, "rewritten: actor, leaf, chain", ""),
        (STORED, "rewritten: chain", "checkpoint reporting/ledger_1、review/effects_1"),
    ]


async def test_ledger_rewritten_alone_is_named(followed):
    """The log is confirmed by the other witnesses; the ledger and its own checkpoint stand alone."""
    await followed.rewrite(2, log=False, **FORGER)

    assert await followed.faults() == [
        (2, "rewritten: actor, leaf, chain", ""),
        (STORED, "rewritten: chain", "checkpoint reporting/ledger_1"),
    ]


async def test_receipt_of_a_command_remembers_a_cut_tail(audited):
    """A forger who forgets the table of commands is named by it."""
    (*_, last) = await audited.rows()
    receipt = (
        f"insert into log.commands values ('{AGENCY}', gen_random_uuid(), {last.seq}, {last.seq},"
        f" '{{}}', '{last.recorded_at}')"
    )
    await audited.cut(4)
    await audited.tamper("intake", receipt)

    assert await audited.faults() == [(5, "cut: the log ends at 4", "receipt intake")]


async def test_subscription_that_stopped_at_a_fork_is_a_witness(followed):
    """The live service found the fork before the audit did: its dead letter names number and instant."""
    await followed.rewrite(2, **FORGER)
    await followed.notice(EffectProjection("intake"))

    done = await followed.verify("--json")

    (fork,) = (each for each in json.loads(done.stdout)["faults"] if each["what"] == "fork")
    assert (fork["witness"], fork["seq"]) == ("fork review/effects", STORED)
    assert fork["since"] is not None


@pytest.fixture
async def published(audited, broker):
    """The lane on the bus, read as the auditor."""
    client = await broker.connect()
    chain = genesis("intake", AGENCY)
    for row in await audited.rows():
        await client.jetstream().publish(subject(row), to_envelope(row, chain))
        chain = row.chain
    await client.close()
    audited.environment[BUS] = broker.server.url_for("audit")
    return audited


async def test_last_message_on_the_bus_confirms_the_lane(published):
    """Nothing is said against a log that the bus carried."""
    assert await published.faults() == []


@pytest.mark.parametrize(
    ("end", "seq", "what"),
    [(3, 4, "cut: the log ends at 3"), (0, 1, "removed: the lane has no event")],
)
async def test_last_message_remembers_what_was_cut(published, end, seq, what):
    """A cut tail and a removed lane are known to the bus, and to no database any more."""
    await published.cut(end)

    assert await published.faults() == [(seq, what, "message EVT_INTAKE")]


async def test_last_message_has_the_chain_of_before_the_rewriting(published):
    """Log and ledger were rewritten together; the bus still has the true chain."""
    await published.rewrite(STORED, **FORGER)

    assert await published.faults() == [(STORED, "rewritten: chain", "message EVT_INTAKE")]


async def test_message_that_cannot_be_read_is_named(published, broker):
    """Nonsense at the end of a lane is a forged message."""
    client = await broker.connect()
    await client.jetstream().publish(f"lantai.evt.intake.{AGENCY}.request.received", b"nonsense")
    await client.close()

    assert await published.faults() == [(0, "message unreadable", "message EVT_INTAKE")]


async def test_bus_that_does_not_answer_ends_the_command(audited, unused_port):
    """A witness that is named and cannot be heard is not passed over in silence."""
    audited.environment[BUS] = f"nats://audit:x@127.0.0.1:{unused_port}"

    done = await audited.verify("--json")

    assert done.exit_code == 69
    assert json.loads(done.stdout)["error"]["code"] == "bus-unreachable"


@pytest.fixture
async def pinned(audited, pages, engines):
    """The year's table was pinned by the head on the page, and the pin is in the ledger; no other witness is left."""
    made = Audited({"intake": audited.databases["intake"], "reporting": pages}, engines, {})
    pages.runtime.clock = FrozenClock(datetime(2026, 1, 20, 1, tzinfo=UTC))
    await pages.fold(await made.rows())
    await made.stand()
    table = f"/reporting/{AGENCY}/table/2025"
    async with pages.browser("head") as browser:
        sha = (await browser.get(f"{table}.json")).json()["table_sha256"]
        done = await browser.post(f"{table}/pin", data={"csrf": SECRET, "table_sha256": sha})
    assert done.status_code == 303
    await made.copy("reporting")
    return made


async def test_pinned_report_confirms_what_it_was_counted_from(pinned):
    """Its figures are counted again from the ledger, and are the same."""
    assert await pinned.faults() == []


async def test_pinned_report_remembers_a_cut_tail(pinned):
    """It was counted up to a number that log and ledger have lost."""
    await pinned.cut(4)

    assert await pinned.faults() == [(5, "cut: the log ends at 4", "report 2025")]


async def test_pinned_report_remembers_its_figures(pinned):
    """A request that was moved to another year in log and ledger alike changes the table that was pinned."""
    first = (await pinned.rows())[0]
    await pinned.rewrite(1, body=first.body.replace(b"2025-03-01", b"2024-03-01"))

    assert await pinned.faults() == [(STORED, f"figures differ: pinned up to {STORED}", "report 2025")]


@pytest.fixture
async def filed(audited, engines, tmp_path):
    """One more event, which names the file of a reply."""
    blobs = BlobFolder(tmp_path / "blobs")
    address = await blobs.put(b"a sealed reply")
    letter = msgspec.structs.replace(paper("琼海统公开〔2025〕1号"), blob=address)
    event = ReplyRendered(
        request_id=request_id(1),
        issue_id=request_id(9),
        outcome="granted",
        letter=letter,
        rendered_on=date(2025, 3, 20),
    )
    store = PgStore("intake", engines(audited.databases["intake"].app_dsn))
    await store.append(Commit(by(), (Change(f"request/{request_id(2)}", 1, (event,)),)))
    await store.close()
    audited.environment[BLOBS] = str(tmp_path / "blobs")
    return audited, tmp_path / "blobs" / address[:2] / address


async def test_whole_file_is_no_fault(filed):
    """The file has the bytes whose hash the event holds."""
    audited, _ = filed

    assert await audited.faults() == []


async def test_replaced_file_is_named(filed):
    """Other bytes at the same address are named with the event."""
    audited, file = filed
    file.write_bytes(b"another reply")

    assert await audited.faults() == [(STORED + 1, f"file altered: {file.name}", "file reply-rendered")]


async def test_deleted_file_is_named(filed):
    """A file that is gone is named with the event."""
    audited, file = filed
    file.unlink()

    assert await audited.faults() == [(STORED + 1, f"file missing: {file.name}", "file reply-rendered")]


async def test_sentences_name_lane_number_witness_and_instant(followed):
    """A person reads which lane, which number, which witness, and since when."""
    await followed.cut(3)

    done = await followed.verify()

    assert done.exit_code == 3
    assert "第一处不符：intake/qionghai 第4号事件" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("受理"))
    assert (
        "受理（intake）qionghai：检查点 review/effects_1 所记事件已超过日志的末尾：第4号起的事件不见了"
        in line
    )
    assert "（北京时间）起存疑。" in line
    assert "没有听取的证据：deadline 的数据库、消息总线" in done.stdout


async def test_agency_that_only_witnesses_know_is_not_unknown(followed):
    """A removed lane asked for by name is a fault, not a typing error."""
    await followed.cut(0)

    assert (await followed.verify("--json", "--agency", AGENCY)).exit_code == 3
    assert (await followed.verify("--json", "--agency", "tongliao")).exit_code == 64
