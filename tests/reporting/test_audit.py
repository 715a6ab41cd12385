"""Verification names every way of tampering: in a store, in the ledger, in both; and nothing that is in order."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from reporting.audit import Fault, verify
from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.eventlog.memory import MemoryStore
from support.deadline.clocks import AGENCY
from support.reporting.copies import STORED, MemoryLedger, lanes_of, write_deadline, write_intake

INTAKE = ("intake", AGENCY)


class Audited:
    """Two services' stores and the ledger of both."""

    def __init__(self, stores, ledger):
        self.stores, self.ledger = stores, ledger
        self.rows = stores["intake"]._lanes[AGENCY]
        self.copies = ledger.lanes[INTAKE]

    async def first_bad(self):
        """What verification names."""
        return (await verify(self.stores, self.ledger)).first_bad


@pytest.fixture
async def audited():
    """Everything in order."""
    stores = {"intake": MemoryStore("intake"), "deadline": MemoryStore("deadline")}
    await write_intake(stores["intake"])
    await write_intake(stores["intake"], "tongliao")
    await write_deadline(stores["deadline"])
    return Audited(stores, MemoryLedger(await lanes_of(stores)))


def bad(seq, what):
    """A fault in intake's lane of 琼海."""
    return Fault("intake", AGENCY, seq, what)


def rechained(rows, service="intake", agency=AGENCY):
    """Rows with leaves and chains computed again: what a clever forger writes."""
    chain, made = genesis(service, agency), []
    for row in rows:
        leaf = leaf_hash(row)
        chain = chain_hash(chain, leaf)
        made.append(msgspec.structs.replace(row, leaf=leaf, chain=chain))
    return made


def other(row, column):
    """Another value for one column."""
    value = getattr(row, column)
    match value:
        case int():
            return value + 1
        case str():
            return value + "x"
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case UUID():
            return UUID(int=value.int ^ 1)
        case None:
            return "k" if column == "key_id" else UUID(int=1)
        case _:
            return value + timedelta(microseconds=1)


CHANGEABLE = [
    "stream",
    "version",
    "id",
    "type",
    "schema_version",
    "occurred_at",
    "recorded_at",
    "actor",
    "correlation_id",
    "causation_id",
    "key_id",
    "body",
    "leaf",
    "chain",
]


async def test_what_is_in_order_passes(audited):
    """Every lane of every service is recomputed, and nothing is said against it."""
    report = await verify(audited.stores, audited.ledger)

    assert report.first_bad is None
    assert [(lane.service, lane.agency, lane.rows, lane.lag) for lane in report.lanes] == [
        ("deadline", AGENCY, 1, 0),
        ("intake", AGENCY, STORED, 0),
        ("intake", "tongliao", STORED, 0),
    ]


async def test_one_agency_alone_can_be_verified(audited):
    """Another agency's fault is not looked at."""
    audited.rows[1] = msgspec.structs.replace(audited.rows[1], actor="staff/x/clerk/-")

    assert (await verify(audited.stores, audited.ledger, "tongliao")).first_bad is None


@pytest.mark.parametrize("column", CHANGEABLE)
async def test_every_changed_column_of_a_stored_event_is_named(audited, column):
    """Whatever column is altered, the event and the column are named."""
    row = audited.rows[2]
    audited.rows[2] = msgspec.structs.replace(row, **{column: other(row, column)})

    kind = "replaced" if column == "id" else "altered"
    assert await audited.first_bad() == bad(3, f"{kind}: {column}")


@pytest.mark.parametrize("column", CHANGEABLE)
async def test_every_changed_column_of_a_copy_is_named(audited, column):
    """The ledger cannot be changed alone either."""
    copy = audited.copies[2]
    audited.copies[2] = msgspec.structs.replace(copy, **{column: other(copy, column)})

    assert await audited.first_bad() == bad(3, f"ledger altered: {column}")


async def test_a_deleted_event_is_missing(audited):
    """A gap in the numbers is named by the number that is gone."""
    del audited.rows[1]

    assert await audited.first_bad() == bad(2, "missing")


async def test_an_event_moved_to_another_agency_is_missing(audited):
    """The lane is part of the leaf, so an event cannot change hands."""
    moved = audited.rows.pop(1)
    audited.stores["intake"]._lanes["nanhai"] = [msgspec.structs.replace(moved, agency="nanhai")]

    report = await verify(audited.stores, audited.ledger)
    faults = {lane.agency: lane.fault for lane in report.lanes if lane.fault}
    assert faults[AGENCY] == bad(2, "missing")
    assert faults["nanhai"] is not None


async def test_swapped_events_are_named(audited):
    """Two events that changed places are found at the first of them."""
    second, third = audited.rows[1], audited.rows[2]
    audited.rows[1] = msgspec.structs.replace(third, seq=2)
    audited.rows[2] = msgspec.structs.replace(second, seq=3)

    fault = await audited.first_bad()
    assert (fault.seq, fault.what.partition(":")[0]) == (2, "replaced")


async def test_an_inserted_event_is_named(audited):
    """An event pushed in between, with everything behind it renumbered and chained again."""
    forged = msgspec.structs.replace(audited.rows[1], id=UUID(int=7), actor="staff/forger/clerk/-")
    renumbered = [msgspec.structs.replace(row, seq=row.seq + 1) for row in audited.rows[2:]]
    audited.rows[:] = rechained([*audited.rows[:2], msgspec.structs.replace(forged, seq=3), *renumbered])

    fault = await audited.first_bad()
    assert (fault.seq, fault.what.partition(":")[0]) == (3, "rewritten")


async def test_a_truncated_store_is_shorter_than_the_ledger(audited):
    """The last events are gone without a gap; the ledger still holds them."""
    del audited.rows[3:]

    assert await audited.first_bad() == bad(4, "truncated: the ledger holds this event")


async def test_a_store_without_its_lane_is_truncated_from_the_first(audited):
    """A whole lane that vanished is missed."""
    del audited.stores["intake"]._lanes[AGENCY]

    assert await audited.first_bad() == bad(1, "truncated: the ledger holds this event")


async def test_an_edit_with_a_new_chain_is_contradicted_by_the_ledger(audited):
    """A forger who recomputes all leaves and chains of one service still stands against the copy."""
    edited = msgspec.structs.replace(audited.rows[1], actor="staff/forger/clerk/-")
    audited.rows[:] = rechained([audited.rows[0], edited, *audited.rows[2:]])

    assert await audited.first_bad() == bad(2, "rewritten: actor, leaf, chain")


async def test_the_same_edit_in_store_and_ledger_is_named_by_the_leaf(audited):
    """Without recomputing, two equal lies still do not fit their leaf."""
    edited = msgspec.structs.replace(audited.rows[1], actor="staff/forger/clerk/-")
    audited.rows[1] = audited.copies[1] = edited

    assert await audited.first_bad() == bad(2, "altered in store and ledger: leaf")


@pytest.mark.parametrize("gone", [slice(1, 2), slice(3, None)])
async def test_a_ledger_that_lost_copies_is_named(audited, gone):
    """In the middle or at its end: what the ledger had copied must be there."""
    first = range(STORED)[gone][0] + 1
    del audited.copies[gone]

    assert await audited.first_bad() == bad(first, "ledger missing")


async def test_a_ledger_that_lags_is_no_fault(audited):
    """Events that the ledger has not copied yet are counted, not complained of."""
    ledger = MemoryLedger({INTAKE: audited.copies[:2]})

    report = await verify(audited.stores, ledger, AGENCY)
    assert report.first_bad is None
    assert {(lane.service, lane.lag) for lane in report.lanes} == {("deadline", 1), ("intake", STORED - 2)}


async def test_an_altered_event_that_the_ledger_has_not_copied_is_named(audited):
    """Behind the ledger's position the leaf and the chain alone tell."""
    ledger = MemoryLedger({INTAKE: audited.copies[:1]})
    audited.rows[3] = msgspec.structs.replace(audited.rows[3], type="reply-dispatched")

    assert (await verify(audited.stores, ledger, AGENCY)).first_bad == bad(4, "altered: leaf")


async def test_the_first_bad_is_first_by_service_agency_and_number(audited):
    """Of several faults one is the first, always the same."""
    audited.rows[3] = msgspec.structs.replace(audited.rows[3], actor="x/y/z")
    lane = audited.stores["deadline"]._lanes[AGENCY]
    lane[0] = msgspec.structs.replace(lane[0], version=2)

    assert await audited.first_bad() == Fault("deadline", AGENCY, 1, "altered: version")
