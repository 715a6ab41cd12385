"""Whatever a superuser changes in one database behind the log's back, `lantai audit verify` names it."""

import pytest
from msgspec.structs import replace

from shared.message import Recorded
from support.reporting import forgery
from support.servers.stack import DemoStack
from support.servers.stack_copy import StackCopy, overwriting, rechained

AGENCY = "qionghai"
SEQ = 9
"""A row of intake's lane with rows before and behind it."""
ROW = f"where agency = '{AGENCY}' and seq = {SEQ}"
CHANGES = {
    "agency": "'elsewhere'",
    "seq": "9000",
    "stream": "'request/another'",
    "version": "70",
    "id": "gen_random_uuid()",
    "type": "'request-abandoned'",
    "schema_version": "schema_version + 1",
    "occurred_at": "occurred_at - interval '1 day'",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "actor": "'staff/qh.he/head/-'",
    "correlation_id": "gen_random_uuid()",
    "causation_id": "gen_random_uuid()",
    "key_id": "'another'",
    "body": "convert_to('{}', 'UTF8')",
    "leaf": "sha256(leaf)",
    "chain": "sha256(chain)",
}
MOVED = {"agency", "seq"}
"""Columns whose change takes the row away from its place."""
COPIED = ", ".join(column for column in CHANGES if column not in {"seq", "version", "id"})
INSERTION = (
    f"insert into log.events (seq, version, id, {COPIED}) select {{}}, 99, gen_random_uuid(), {COPIED}"
    f" from log.events where agency = '{AGENCY}' and seq = {{}}"
)
"""One more event, at one number, made from the one at another."""


def test_every_column_is_tried():
    """The columns that are tampered with are all the columns of a row."""
    assert {"service", *CHANGES} == set(Recorded.__struct_fields__)


async def test_untouched_copy_is_clean(copy: StackCopy):
    """What nobody touched fits, in every lane of every service, and the ledger lags nowhere."""
    verdict = await copy.verify()

    assert verdict.exit_code == 0
    assert {lane["service"] for lane in verdict.answer["lanes"]} == set(copy.dsns)
    assert {lane["ledger_lag"] for lane in verdict.answer["lanes"]} == {0}
    assert verdict.answer["unheard"] == []


@pytest.mark.parametrize("column", CHANGES)
async def test_changed_column_is_named(copy: StackCopy, column: str):
    """A change of any one column of an event is named with service, agency, number and column."""
    await copy.tamper("intake", f"update log.events set {column} = {CHANGES[column]} {ROW}")

    verdict = await copy.verify()

    assert verdict.exit_code == 3
    assert verdict.place == ("intake", AGENCY, SEQ)
    assert ("missing" if column in MOVED else column) in verdict.what


@pytest.mark.parametrize("service", ["intake", "review", "deadline"])
async def test_deleted_row_is_named(copy: StackCopy, service: str):
    """A row that is gone from the middle of a lane is named as missing."""
    await copy.tamper(service, f"delete from log.events where agency = '{AGENCY}' and seq = 3")

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, (service, AGENCY, 3))
    assert verdict.what == "missing"


async def test_swapped_rows_are_named(copy: StackCopy):
    """Two rows that changed places are named where the first of them stood."""
    one, other = SEQ, SEQ + 1
    swap = f"update log.events set seq = {{}} where agency = '{AGENCY}' and seq = {{}}"
    steps = ((900, one), (one, other), (other, 900))
    await copy.tamper("intake", *(swap.format(*step) for step in steps))

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, one))
    assert verdict.what.startswith("replaced")


async def test_inserted_row_is_named(copy: StackCopy):
    """A row that was put behind the last one past `append` is named, although its leaf and chain fit."""
    rows = await copy.lane("intake", AGENCY)
    last = rows[-1].seq
    await copy.tamper("intake", INSERTION.format(last + 1, SEQ))
    longer = await copy.lane("intake", AGENCY)
    await copy.tamper("intake", overwriting(rechained(longer, longer[-1]))[0])

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, last + 1))
    assert verdict.what.startswith("inserted")


async def test_inserted_between_rows_is_named(copy: StackCopy):
    """A row that was pushed in between two, all behind it renumbered and chained again, is named at its place."""
    rows = await copy.lane("intake", AGENCY)
    await copy.tamper(
        "intake",
        f"update log.events set seq = -seq where agency = '{AGENCY}' and seq >= {SEQ}",
        f"update log.events set seq = 1 - seq where agency = '{AGENCY}' and seq < 0",
        INSERTION.format(SEQ, SEQ + 1),
        f"update log.lane set seq = {len(rows) + 1} where agency = '{AGENCY}'",
    )
    pushed = await copy.lane("intake", AGENCY)
    await copy.tamper("intake", *overwriting(rechained(pushed, pushed[SEQ - 1])))

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, SEQ))


@pytest.mark.parametrize("mended", [False, True], ids=["rows only", "rows and counter"])
async def test_truncated_tail_is_named(copy: StackCopy, mended: bool):  # noqa: FBT001  # a parameter of the test
    """A lane whose last rows are gone is named, also where its counter was set back with them."""
    rows = await copy.lane("intake", AGENCY)
    kept = rows[-3]
    back = f"update log.lane set seq = {kept.seq}, chain = '\\x{kept.chain.hex()}' where agency = '{AGENCY}'"
    cut = f"delete from log.events where agency = '{AGENCY}' and seq > {kept.seq}"
    await copy.tamper("intake", cut, *([back] if mended else []))

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, kept.seq + 1))
    assert verdict.what.startswith("truncated")


async def test_emptied_log_is_named(copy: StackCopy):
    """A log that is emptied altogether, counters and all, is named by what the ledger holds."""
    await copy.tamper("intake", "truncate log.events", "delete from log.lane")

    verdict = await copy.verify("--agency", AGENCY)

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, 1))
    assert verdict.what.startswith("truncated")


@pytest.mark.parametrize("service", ["intake", "review", "deadline"])
async def test_edit_and_rechain_in_one_service_is_named(copy: StackCopy, service: str):
    """An edited body with every leaf and chain behind it made to fit again is named against the ledger."""
    rows = await copy.lane(service, AGENCY)
    edited = replace(rows[1], body=b'{"forged":true}')
    await copy.tamper(service, *overwriting(rechained(rows, edited)))

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, (service, AGENCY, 2))
    assert verdict.what.startswith("rewritten")
    assert "body" in verdict.what


@pytest.mark.parametrize("column", ["actor", "body", "leaf"])
async def test_changed_ledger_is_named(copy: StackCopy, column: str):
    """A change of the ledger alone is named as the ledger's, with the column."""
    await copy.tamper(
        "reporting", f"update ledger.entries set {column} = {CHANGES[column]} {ROW} and service = 'intake'"
    )

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, SEQ))
    assert verdict.what == f"ledger altered: {column}"


async def test_deleted_ledger_row_is_named(copy: StackCopy):
    """A copy that is gone from the ledger is named."""
    await copy.tamper("reporting", f"delete from ledger.entries {ROW} and service = 'intake'")

    verdict = await copy.verify()

    assert (verdict.exit_code, verdict.place) == (3, ("intake", AGENCY, SEQ))
    assert verdict.what == "ledger missing"


@pytest.mark.parametrize("service", ["intake", "review", "deadline"])
async def test_tail_cut_from_log_and_ledger_is_named(copy: StackCopy, service: str):
    """The last three events are gone from log and ledger alike; checkpoints elsewhere and the bus remember them."""
    rows = await copy.lane(service, AGENCY)
    end = rows[-4].seq
    await copy.forge(service, forgery.cut(rows, end))

    verdict = await copy.verify()

    named = (service, AGENCY, end + 1, f"cut: the log ends at {end}")
    assert verdict.exit_code == 3
    assert set(verdict.faults) == {(*named, "checkpoint"), (*named, "message")}


async def test_removed_lane_is_named(copy: StackCopy):
    """Log and ledger have nothing of the agency in a service; checkpoints of the other services and the bus do."""
    await copy.forge("intake", forgery.cut(await copy.lane("intake", AGENCY), 0))

    verdict = await copy.verify("--agency", AGENCY)

    named = ("intake", AGENCY, 1, "removed: the lane has no event")
    assert verdict.exit_code == 3
    assert {(*named, "checkpoint"), (*named, "message")} <= set(verdict.faults)


@pytest.mark.parametrize("service", ["intake", "review", "deadline"])
async def test_log_and_ledger_rewritten_together_are_named(copy: StackCopy, service: str):
    """Both tell one forged story, every leaf and chain fits; other checkpoints and the bus have the true chain."""
    rows = await copy.lane(service, AGENCY)
    await copy.forge(service, forgery.rewrite(rows, 2, body=b'{"forged":true}'))

    verdict = await copy.verify()

    named = (service, AGENCY, rows[-1].seq, "rewritten: chain")
    assert verdict.exit_code == 3
    assert set(verdict.faults) == {(*named, "checkpoint"), (*named, "message")}


async def test_rewritten_ledger_is_named(copy: StackCopy):
    """The ledger alone tells a consistent forged story, its checkpoints included; log and bus are against it."""
    rows = await copy.lane("intake", AGENCY)
    _, ledger = forgery.rewrite(rows, 2, actor="staff/forger/clerk/-")
    await copy.tamper("reporting", *ledger)

    verdict = await copy.verify()

    assert verdict.exit_code == 3
    assert verdict.place == ("intake", AGENCY, 2)
    assert [fault[-1] for fault in verdict.faults] == ["", "checkpoint"]


@pytest.mark.parametrize("how", ["replaced", "deleted"])
async def test_touched_file_is_named(copy: StackCopy, how: str):
    """The sealed file of a paper is replaced or deleted: named with the event that holds its hash."""
    file = max(file for file in copy.blobs.rglob("*") if file.is_file())
    if how == "replaced":
        file.write_bytes(b"another paper")
    else:
        file.unlink()

    verdict = await copy.verify()

    what = {"replaced": "file altered", "deleted": "file missing"}[how]
    assert verdict.exit_code == 3
    assert {(fault[3], fault[4]) for fault in verdict.faults} == {(f"{what}: {file.name}", "file")}


async def test_changed_counter_is_named(copy: StackCopy):
    """A lane's counter that was given another chain is named."""
    await copy.tamper("intake", f"update log.lane set chain = sha256(chain) where agency = '{AGENCY}'")

    verdict = await copy.verify()

    assert verdict.exit_code == 3
    assert verdict.what.startswith("head altered")


def test_command_of_a_running_stack_is_clean(stack: DemoStack):
    """`lantai audit verify` in the folder of a running stack finds its databases and no fault."""
    done = stack.lantai("audit", "verify", "--json")

    assert '"ok": true' in done.stdout
