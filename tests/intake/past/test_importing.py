"""补录历史申请 line by line, on the log in memory."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from intake.past.handlers import catalogue_of
from intake.past.ledger import Imported, PastLedger
from intake.past.lines import numbered_lines
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import StoreUnavailable
from shared.events.registry import load
from shared.message import Actor, Origin
from shared.policy import Policy

AT = datetime(2025, 3, 3, 2, tzinfo=UTC)
GOOD = {
    "id": "2023-1",
    "applicant_kind": "natural_person",
    "received_on": "2023-02-28",
    "closed_on": "2024-02-29",
    "outcome": "granted",
}


@pytest.fixture
def store():
    return MemoryStore("intake")


def written(*records):
    return b"".join(
        (each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in records
    )


async def take(store, content, agency="qionghai"):
    done, heard = Imported(), []
    origin = Origin.first(agency, Actor(kind="service", id="ledger-import"), AT)
    ledger = PastLedger(
        store, catalogue_of(Policy(agency, AT.date())), origin, lambda so: heard.append(so.lines)
    )
    await ledger.take(numbered_lines(BytesIO(content)), done)
    assert heard == list(range(1, done.lines + 1))
    return done


async def test_each_record_is_one_event_of_its_own_stream(store):
    """A record is one event, without a key and without a clock, in a stream named by its id."""
    done = await take(store, written(GOOD, GOOD | {"id": "2023-2", "closed_on": None, "outcome": None}))

    rows = await store.read("qionghai", 0, 10)
    assert (done.new, done.known, done.refused) == (2, 0, 0)
    assert {row.stream for row in rows} == {"past/2023-1", "past/2023-2"}
    assert {row.key_id for row in rows} == {None}
    assert {load(row).closed_on for row in rows} == {date(2024, 2, 29), None}


async def test_an_import_that_was_broken_off_goes_on(store):
    """Half a file, then all of it, then all again: every record is there once."""
    records = [GOOD | {"id": f"2023-{number}"} for number in range(1000)]

    first = await take(store, written(*records[:500]))
    second = await take(store, written(*records))
    third = await take(store, written(*records))

    assert (first.new, second.new, second.known, third.known) == (500, 500, 500, 1000)
    assert len(await store.read("qionghai", 0, 5000)) == 1000


async def test_the_same_id_with_other_content_is_refused(store):
    """An imported record stands: another content under its id is named and changes nothing; another agency has its own."""
    await take(store, written(GOOD))

    done = await take(store, written(GOOD | {"outcome": "partial"}, GOOD))

    assert (done.refused, done.known) == (1, 1)
    assert "2023-1" in done.faults[0].reason
    assert (await take(store, written(GOOD | {"outcome": "partial"}), "tongliao")).new == 1
    assert len(await store.read("qionghai", 0, 10)) == 1


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (b"{", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[]", "记录的字段"),
        (b'"' + b"x" * 9000 + b'"', "超过"),
        (GOOD | {"id": 7}, "字段 id "),
        (GOOD | {"name": "陈小明"}, "字段 name "),
        ({key: text for key, text in GOOD.items() if key != "outcome"}, "字段 outcome "),
        (GOOD | {"received_on": "2023-02-29"}, "字段 received_on "),
        (GOOD | {"received_on": "2023/02/28"}, "字段 received_on "),
        (GOOD | {"received_on": None}, "字段 received_on "),
        (GOOD | {"id": "\ud800"}, "。"),
        (GOOD | {"id": "a\u0000b"}, "记录编号"),
        (GOOD | {"id": "😀" * 121}, "记录编号"),
        (GOOD | {"applicant_kind": "自然人"}, "applicant_kind"),
        (GOOD | {"outcome": "total_processed"}, "outcome"),
        (GOOD | {"closed_on": None}, "closed_on"),
        (GOOD | {"closed_on": "2025-03-04"}, "今天"),
        (GOOD | {"closed_on": "2023-02-27"}, "closed_on"),
        (GOOD | {"received_on": "1023-02-28"}, "received_on"),
    ],
)
async def test_a_bad_line_is_named_and_the_others_are_imported(store, line, part):
    """What is wrong is said with the number of the line, in Chinese, and the lines around it are there."""
    done = await take(store, written(GOOD, line, b"", GOOD | {"id": "2023-9"}))

    assert (done.new, done.refused) == (2, 1)
    assert done.faults[0].line == 2
    assert part in done.faults[0].reason
    assert done.faults[0].reason.endswith("。")
    assert len(await store.read("qionghai", 0, 10)) == 2


async def test_only_the_first_faults_are_kept(store):
    """A file of nothing but faults is counted to its end and does not fill the memory."""
    done = await take(store, b"x\n" * 1000)

    assert (done.refused, len(done.faults)) == (1000, 100)


async def test_a_byte_order_mark_is_no_fault(store):
    """A file saved by an editor of Windows is read: its mark and its line ends do not matter."""
    done = await take(store, b"\xef\xbb\xbf" + written(GOOD).replace(b"\n", b"\r\n"))

    assert done.new == 1


class Away(MemoryStore):
    """A log that cannot be reached."""

    async def append(self, commit):  # noqa: ARG002  # the port's signature
        raise StoreUnavailable("away")


async def test_a_log_that_is_away_ends_the_import():
    """When the database is away the import ends at once, and says so."""
    with pytest.raises(StoreUnavailable):
        await take(Away("intake"), written(*(GOOD | {"id": str(number)} for number in range(1000))))
