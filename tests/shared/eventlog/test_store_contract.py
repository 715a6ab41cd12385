"""One suite for every store: in memory, in PostgreSQL by group commit, inside a transaction, and in a container."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.eventlog.store import Change, Commit, VersionConflict
from shared.events.registry import load
from shared.message import Origin
from support.origins import AGENCY, NOON, OTHER_AGENCY, commit, happening, origin, staff
from support.servers.stores import SERVICE, Stores, lane


async def test_numbers_have_no_gaps(stores: Stores):
    """A lane's numbers run from 1 over all of its streams, and each stream's versions run from 1."""
    for number in range(3):
        await stores.store.append(commit(f"request/{number}", 0, happening(), happening()))
    await stores.store.append(commit("request/0", 2))

    rows = await lane(stores)

    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [row.version for row in rows if row.stream == "request/0"] == [1, 2, 3]
    assert [row.version for row in await stores.store.load(AGENCY, "request/0")] == [1, 2, 3]


async def test_lanes_are_numbered_apart(stores: Stores):
    """Each agency has numbers and a chain of its own; one's stream is not the other's."""
    await stores.store.append(commit("request/1"))
    await stores.store.append(commit("request/1", by=origin(OTHER_AGENCY)))

    heads = await stores.log.heads()

    assert {agency: head.seq for agency, head in heads.items()} == {AGENCY: 1, OTHER_AGENCY: 1}
    assert heads[AGENCY].chain != heads[OTHER_AGENCY].chain


async def test_empty_lane(stores: Stores):
    """Where nothing was written there is no head, no row, no stream and no receipt."""
    assert await stores.log.heads() == {}
    assert await lane(stores) == []
    assert list(await stores.store.load(AGENCY, "request/1")) == []
    assert await stores.store.last(AGENCY, "request/1") is None
    assert await stores.store.receipt(AGENCY, uuid4()) is None


async def test_read_pages(stores: Stores):
    """A lane is read in pages that begin behind a number."""
    await stores.store.append(commit("request/1", 0, *(happening() for _ in range(5))))

    assert [row.seq for row in await stores.log.read(AGENCY, 1, 2)] == [2, 3]
    assert [row.seq for row in await stores.log.read(AGENCY, 4, 2)] == [5]
    assert list(await stores.log.read(AGENCY, 5, 2)) == []


async def test_streams(stores: Stores):
    """The streams of a prefix are found, in order, each once; other agencies' and other prefixes' are not."""
    for name in ("clock/a.reply", "clock/a.consultation-1", "clock/ab.reply", "clock/A.reply", "request/a.x"):
        await stores.store.append(commit(name, 0, happening(), happening()))
    await stores.store.append(commit("clock/a.other", by=origin(OTHER_AGENCY)))

    assert list(await stores.store.streams(AGENCY, "clock/a.")) == ["clock/a.consultation-1", "clock/a.reply"]
    assert list(await stores.store.streams(AGENCY, "clock/b")) == []


async def test_last(stores: Stores):
    """`last` is the newest row of a stream, other streams notwithstanding."""
    await stores.store.append(commit("register/request-2025", 0, happening(), happening()))
    await stores.store.append(commit("register/request-2026"))

    row = await stores.store.last(AGENCY, "register/request-2025")

    assert row is not None
    assert (row.version, row.seq) == (2, 2)


async def test_at_version(stores: Stores):
    """One row of a stream is read by its version; a version that was never written has none."""
    for name in ("register/reply-2025", "register/reply-2026"):
        await stores.store.append(commit(name, 0, happening(), happening()))

    row = await stores.store.at_version(AGENCY, "register/reply-2026", 1)

    assert row is not None
    assert (row.stream, row.version, row.seq) == ("register/reply-2026", 1, 3)
    for version in (-1, 0, 3, 10**12):
        assert await stores.store.at_version(AGENCY, "register/reply-2026", version) is None
    assert await stores.store.at_version(OTHER_AGENCY, "register/reply-2026", 1) is None


async def test_row_says_what_came(stores: Stores):
    """A row carries the origin and the event, column by column, and loads as the event that was appended."""
    by = Origin(
        agency=AGENCY,
        actor=staff("zhao.min", "head"),
        at=NOON + timedelta(microseconds=7),
        command_id=uuid4(),
        correlation_id=uuid4(),
        causation_id=uuid4(),
    )
    await stores.store.append(commit("request/1", 0, happening("serve"), by=by, key_id="key-1"))

    (row,) = await lane(stores)

    assert (row.service, row.agency, row.stream, row.type) == (
        SERVICE,
        AGENCY,
        "request/1",
        "applicant-viewed",
    )
    assert (row.actor, row.key_id, row.schema_version) == ("staff/zhao.min/head/-", "key-1", 1)
    assert (row.occurred_at, row.correlation_id, row.causation_id) == (
        by.at,
        by.correlation_id,
        by.causation_id,
    )
    assert load(row) == happening("serve")


async def test_several_streams_at_once(stores: Stores):
    """One command may write to several streams; their events have consecutive numbers in its order."""
    changes = (
        Change("register/request-2025", 0, (happening("a"),)),
        Change("request/1", 0, (happening("b"), happening("c")), "key-1"),
    )

    receipt = await stores.store.append(Commit(origin(), changes, {"number": 1}))

    assert (receipt.first_seq, receipt.last_seq) == (1, 3)
    assert [row.stream for row in await lane(stores)] == ["register/request-2025", "request/1", "request/1"]
    assert [row.key_id for row in await lane(stores)] == [None, "key-1", "key-1"]


async def test_several_streams_all_or_nothing(stores: Stores):
    """When one of a command's streams moved on, nothing of the command is written."""
    await stores.store.append(commit("request/1"))
    changes = (
        Change("register/request-2025", 0, (happening(),)),
        Change("request/1", 0, (happening(),)),
    )

    with pytest.raises(VersionConflict):
        await stores.store.append(Commit(origin(), changes))

    assert [row.stream for row in await lane(stores)] == ["request/1"]
    assert list(await stores.store.load(AGENCY, "register/request-2025")) == []


@pytest.mark.parametrize("expected", [0, 1, 3, 9])
async def test_version_conflict(stores: Stores, expected: int):
    """A commit that expects another version than the stream's is refused, behind and ahead alike."""
    await stores.store.append(commit("request/1", 0, happening(), happening()))

    with pytest.raises(VersionConflict):
        await stores.store.append(commit("request/1", expected))

    assert len(await lane(stores)) == 2


async def test_conflict_leaves_no_receipt(stores: Stores):
    """A command that conflicted may be decided again under the same id."""
    by = origin()
    await stores.store.append(commit("request/1"))
    with pytest.raises(VersionConflict):
        await stores.store.append(commit("request/1", 0, by=by))

    receipt = await stores.store.append(commit("request/1", 1, by=by))

    assert (receipt.first_seq, receipt.repeated) == (2, False)


async def test_repeated_command(stores: Stores):
    """A command id that comes again answers its first receipt and result, and nothing is appended."""
    by = origin()
    first = await stores.store.append(
        Commit(by, (Change("request/1", 0, (happening(),)),), {"number": 7, "text": "登记", "none": None})
    )

    again = await stores.store.append(Commit(by, (Change("request/1", 1, (happening(),)),), {"number": 8}))

    assert again == replace(first, repeated=True)
    assert again.result == {"number": 7, "text": "登记", "none": None}
    stored = await stores.store.receipt(AGENCY, by.command_id)
    assert stored is not None
    assert (stored.first_seq, stored.last_seq, stored.result) == (1, 1, first.result)
    assert len(await lane(stores)) == 1


async def test_command_id_in_another_agency(stores: Stores):
    """Command ids are the lane's: the same id in another agency is another command."""
    by = origin()
    await stores.store.append(commit("request/1", by=by))

    other = await stores.store.append(commit("request/1", by=origin(OTHER_AGENCY, by.command_id)))

    assert not other.repeated


async def test_command_without_events(stores: Stores):
    """A command that makes nothing happen gets a receipt with an empty range, and is remembered."""
    by = origin()
    await stores.store.append(commit("request/1"))

    receipt = await stores.store.append(Commit(by, (), {"nothing": 1}))
    again = await stores.store.append(Commit(by, (), {}))

    assert (receipt.first_seq, receipt.last_seq, receipt.repeated) == (2, 1, False)
    assert (again.repeated, again.result) == (True, {"nothing": 1})
    assert len(await lane(stores)) == 1
