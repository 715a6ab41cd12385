"""What a log contradicts is named by its first doubtful number; a log that only grew contradicts nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from reporting.audit import Fault
from reporting.witness import Statement, contradictions, file_faults
from shared.eventlog.memory import MemoryStore
from shared.files.blobs import MemoryBlobs
from support.deadline.clocks import AGENCY
from support.reporting.copies import STORED, write_intake
from support.reporting.forgery import rechained

NOON = datetime(2025, 4, 1, 4, tzinfo=UTC)


@pytest.fixture
async def log():
    """Five events of 琼海."""
    store = MemoryStore("intake")
    await write_intake(store)
    return store


async def said(log, seq, kind="checkpoint", by="review/docket_1"):
    """What an honest witness keeps of a number."""
    (row,) = await log.read(AGENCY, seq - 1, 1)
    return Statement(kind=kind, by=by, service="intake", agency=AGENCY, seq=seq, chain=row.chain)


async def judged(log, *statements):
    """The faults that are found."""
    return await contradictions(statements, {"intake": log})


@pytest.mark.parametrize("seq", range(1, STORED + 1))
async def test_honest_witness_contradicts_nothing(log, seq):
    """Whatever number a witness stands at, the log that it saw confirms it, also after more events."""
    statement = await said(log, seq)
    await write_intake(log, "tongliao")

    assert await judged(log, statement, replace(statement, kind="receipt", chain=None)) == []


@pytest.mark.parametrize("end", [1, 2, 3, 4])
async def test_cut_tail_is_named_by_the_first_lost_number(log, end):
    """The log ends before what a witness saw: the first lost event is named, and the instant of the last one kept."""
    statement = await said(log, STORED)
    kept = log._lanes[AGENCY][end - 1]
    del log._lanes[AGENCY][end:]

    assert await judged(log, statement) == [
        Fault(
            "intake",
            AGENCY,
            end + 1,
            f"cut: the log ends at {end}",
            "checkpoint review/docket_1",
            kept.recorded_at,
        )
    ]


async def test_removed_lane_is_named(log):
    """A lane without events is named from its first number."""
    statement = await said(log, 2)
    del log._lanes[AGENCY]

    assert await judged(log, statement) == [
        Fault("intake", AGENCY, 1, "removed: the lane has no event", "checkpoint review/docket_1")
    ]


async def test_missing_number_is_named(log):
    """A gap at the number of a witness is no cut tail."""
    statement = await said(log, 3)
    del log._lanes[AGENCY][2]

    assert [(each.seq, each.what) for each in await judged(log, statement)] == [(3, "missing")]


async def test_rewritten_event_is_doubted_since_the_last_confirmed_one(log):
    """Another chain at a number means that something up to it was changed, after what a lower witness confirms."""
    low, high = await said(log, 2), await said(log, STORED)
    confirmed = log._lanes[AGENCY][1]
    log._lanes[AGENCY][:] = rechained(log._lanes[AGENCY], 3, {"actor": "staff/x/clerk/-"})

    assert await judged(log, high, low) == [
        Fault(
            "intake", AGENCY, STORED, "rewritten: chain", "checkpoint review/docket_1", confirmed.recorded_at
        )
    ]


async def test_equal_statements_are_one_fault_that_names_all(log):
    """Ten subscriptions that stand at one number say one thing."""
    one = await said(log, 4)
    del log._lanes[AGENCY][3:]

    (fault,) = await judged(log, one, replace(one, by="deadline/clocks_1", since=NOON))

    assert (fault.witness, fault.since) == ("checkpoint deadline/clocks_1、review/docket_1", NOON)


async def test_witness_without_chain_sees_cut_tails_only(log):
    """A receipt or a pinned report keeps a number alone."""
    statement = replace(await said(log, STORED, kind="report", by="2025"), chain=None)
    log._lanes[AGENCY][:] = rechained(log._lanes[AGENCY], 1, {"actor": "staff/x/clerk/-"})
    assert await judged(log, statement) == []

    del log._lanes[AGENCY][4:]
    assert [(each.seq, each.witness) for each in await judged(log, statement)] == [(STORED, "report 2025")]


async def test_lane_that_nobody_can_read_is_not_judged(log):
    """A service whose database is not named is left out; the command says so."""
    assert await contradictions([replace(await said(log, 2), service="review")], {"intake": log}) == []


class Mentions:
    """Finds rows by a part of their body, over a store in memory."""

    def __init__(self, rows):
        self.rows = rows

    async def read_mentioning(self, agency, fragment, after, limit):
        rows = [row for row in self.rows if row.agency == agency and row.seq > after and fragment in row.body]
        return rows[:limit]


@pytest.fixture
async def naming(log):
    """The log with two events that name a file each, and the files."""
    blobs, rows = MemoryBlobs(), log._lanes[AGENCY]
    for index, data in ((1, b"sealed reply"), (3, b"sealed notice")):
        address = await blobs.put(data)
        body = f'{{"letter":{{"blob":"{address}","pages":1}}}}'.encode()
        rows[index] = msgspec.structs.replace(rows[index], body=body)
    return Mentions(rows), blobs


async def test_whole_files_are_no_fault(naming):
    """Every file that an event names has the bytes whose hash the event holds."""
    log, blobs = naming

    assert await file_faults(log, "intake", AGENCY, blobs) == []


async def test_missing_and_altered_files_are_named_with_their_events(naming):
    """A file that is gone and one with other bytes are named by event, kind of event and address."""
    log, blobs = naming
    reply, notice = list(blobs.kept)
    del blobs.kept[reply]
    blobs.kept[notice] = b"another notice"

    found = await file_faults(log, "intake", AGENCY, blobs)

    assert [(each.seq, each.what, each.since) for each in found] == [
        (2, f"file missing: {reply}", log.rows[1].recorded_at),
        (4, f"file altered: {notice}", log.rows[3].recorded_at),
    ]


async def test_malformed_address_is_a_missing_file(naming):
    """What is no address is never looked up as a path."""
    log, blobs = naming
    log.rows[1] = msgspec.structs.replace(log.rows[1], body=b'{"blob":"../../etc/passwd"}')

    (fault,) = await file_faults(log, "intake", AGENCY, blobs)

    assert fault.what == "file missing: ../../etc/passwd"
