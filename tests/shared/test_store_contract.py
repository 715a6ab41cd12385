"""One suite for every store: in memory, in PostgreSQL by group commit, inside a transaction, and in a container."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.events import UnknownEvent, load, registry
from shared.events.intake import ApplicantViewed
from shared.evidence import chain_hash, faults, genesis, leaf_hash
from shared.message import BODY_BYTES_MAX, Actor, Origin, Recorded, canonical, parse
from shared.store import Change, Commit, Head, InvalidEvent, VersionConflict
from support.origins import AGENCY, NOON, OTHER_AGENCY, REQUEST, commit, happening, origin, staff
from support.stores import SERVICE, Stores
from support.strategies import events

SHARED_STORE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


async def lane(stores: Stores, agency: str = AGENCY) -> list[Recorded]:
    """All rows of a lane."""
    return list(await stores.log.read(agency, 0, 10_000))


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


async def test_last(stores: Stores):
    """`last` is the newest row of a stream, other streams notwithstanding."""
    await stores.store.append(commit("register/request-2025", 0, happening(), happening()))
    await stores.store.append(commit("register/request-2026"))

    row = await stores.store.last(AGENCY, "register/request-2025")

    assert row is not None
    assert (row.version, row.seq) == (2, 2)


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
    assert (row.actor, row.key_id, row.schema_version) == ("staff/zhao.min/head", "key-1", 1)
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


async def test_concurrent_writers_on_one_stream(stores: Stores):
    """Of writers that expect the same version exactly one wins, and the others conflict."""
    for version in range(3):
        done = await asyncio.gather(
            *(stores.store.append(commit("request/1", version)) for _ in range(12)), return_exceptions=True
        )

        assert sum(isinstance(one, VersionConflict) for one in done) == 11
    assert [row.version for row in await lane(stores)] == [1, 2, 3]


async def test_concurrent_writers_on_one_lane(stores: Stores):
    """Writers on many streams of a lane all succeed; each receipt names its own rows, without gaps."""
    commits = [commit(f"request/{n}", 0, *(happening() for _ in range(1 + n % 3))) for n in range(60)]

    receipts = await asyncio.gather(*(stores.store.append(one) for one in commits))

    rows = await lane(stores)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    for one, receipt in zip(commits, receipts, strict=True):
        named = rows[receipt.first_seq - 1 : receipt.last_seq]
        assert {row.stream for row in named} == {one.changes[0].stream}
        assert len(named) == len(one.changes[0].events)


async def test_group_with_one_conflict(stores: Stores):
    """A conflict among commits that are written together fails alone; its neighbours on the lane succeed."""
    await stores.store.append(commit("request/5"))

    done = await asyncio.gather(
        *(stores.store.append(commit(f"request/{n}")) for n in range(10)), return_exceptions=True
    )

    assert [n for n, one in enumerate(done) if isinstance(one, VersionConflict)] == [5]
    assert [row.seq for row in await lane(stores)] == list(range(1, 11))


async def test_same_command_twice_at_once(stores: Stores):
    """A command sent twice at the same moment is done once, and both learn the same receipt."""
    by = origin()

    done = await asyncio.gather(*(stores.store.append(commit("request/1", by=by)) for _ in range(4)))

    assert sorted(one.repeated for one in done) == [False, True, True, True]
    assert {(one.first_seq, one.last_seq) for one in done} == {(1, 1)}


async def test_reader_skips_nothing(stores: Stores):
    """A reader that follows the head while others write sees each number once, in order."""
    seen: list[int] = []

    async def follow() -> None:
        while len(seen) < 80:
            page = await stores.log.read(AGENCY, seen[-1] if seen else 0, 7)
            seen.extend(row.seq for row in page)
            await asyncio.sleep(0)

    async with asyncio.timeout(60):
        await asyncio.gather(follow(), *(stores.store.append(commit(f"request/{n}")) for n in range(80)))

    assert seen == list(range(1, 81))


async def test_oversize_body(stores: Stores):
    """A body over 48 KiB is refused before anything is written; one of exactly 48 KiB is kept."""
    frame = len(canonical(happening("")))
    await stores.store.append(commit("request/1", 0, happening("x" * (BODY_BYTES_MAX - frame))))

    with pytest.raises(InvalidEvent):
        await stores.store.append(commit("request/2", 0, happening("x" * (BODY_BYTES_MAX - frame + 1))))

    assert len(await lane(stores)) == 1


async def test_text_that_is_not_utf8(stores: Stores):
    """A lone surrogate has no UTF-8: refused."""
    with pytest.raises(InvalidEvent):
        await stores.store.append(commit("request/1", 0, happening("\ud800")))

    assert await lane(stores) == []


@pytest.mark.parametrize("name", ["", "a\nb", "a\x00b", "a\x7fb", "a\x85b", "\ud800", "x" * 201])
async def test_spoiled_names(stores: Stores, name: str):
    """An empty name, a control character or a lone surrogate in stream, key or actor is refused, neighbours unharmed."""
    spoiled = [
        commit(name),
        commit("request/1", key_id=name),
        commit("request/1", by=msgspec.structs.replace(origin(), actor=Actor(kind="staff", id=name))),
    ]

    done = await asyncio.gather(
        *(stores.store.append(one) for one in (*spoiled, commit("request/2"))), return_exceptions=True
    )

    assert [type(one) for one in done[:3]] == [InvalidEvent] * 3
    assert [row.stream for row in await lane(stores)] == ["request/2"]


@pytest.mark.parametrize("agency", ["", "Qionghai", "x", "琼海", "a.b", "a" * 32, "a b"])
async def test_spoiled_agency(stores: Stores, agency: str):
    """An agency's id is a token of subjects, addresses and streams: anything else is refused."""
    with pytest.raises(InvalidEvent):
        await stores.store.append(commit("request/1", by=origin(agency)))


async def test_naive_instant(stores: Stores):
    """An instant without a zone is refused: it would be another one on another machine."""
    with pytest.raises(InvalidEvent):
        await stores.store.append(commit("request/1", by=origin(at=datetime(2025, 3, 3))))  # noqa: DTZ001  # the point


async def test_unknown_type(stores: Stores):
    """A type or a version that this code does not know raises on load: nothing is skipped."""
    await stores.store.append(commit("request/1"))
    (row,) = await lane(stores)

    with pytest.raises(UnknownEvent):
        load(msgspec.structs.replace(row, type="request-teleported"))
    with pytest.raises(UnknownEvent):
        load(msgspec.structs.replace(row, schema_version=2))
    with pytest.raises(msgspec.ValidationError):
        load(msgspec.structs.replace(row, body=b'{"purpose":1}'))


@SHARED_STORE
@given(data=st.data())
async def test_round_trip(stores: Stores, data: st.DataObject):
    """Any event comes back equal, and its body is canonical: parsed and written again it is the same bytes."""
    event = data.draw(st.sampled_from(sorted(registry().values(), key=str)).flatmap(events))
    stream = f"request/{uuid4()}"

    await stores.store.append(commit(stream, 0, event))

    (row,) = await stores.store.load(AGENCY, stream)
    assert load(row) == event
    assert canonical(parse(row.body)) == row.body


@SHARED_STORE
@given(
    at=st.datetimes(min_value=datetime(1949, 10, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis wants the bound naive
    key_id=st.none() | st.text("abc-文", min_size=1),
    causation=st.none() | st.uuids(),
    purpose=st.text(),
    stream=st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1),
)
async def test_leaf_and_chain(
    stores: Stores, at: datetime, key_id: str | None, causation: UUID | None, purpose: str, stream: str
):
    """Leaf and chain that the store computes are those of shared.evidence, whatever the columns hold."""
    by = msgspec.structs.replace(origin(at=at), causation_id=causation)
    version = len(await stores.store.load(AGENCY, stream))

    await stores.store.append(commit(stream, version, happening(purpose), happening(), by=by, key_id=key_id))

    assert list(faults(await lane(stores), 0, genesis(SERVICE, AGENCY))) == []


async def test_chain_begins_at_genesis(stores: Stores):
    """The first row's chain follows the lane's genesis, and the head is the last row's chain."""
    await stores.store.append(commit("request/1", 0, happening(), happening()))

    first, second = await lane(stores)

    assert first.leaf == leaf_hash(first)
    assert first.chain == chain_hash(genesis(SERVICE, AGENCY), first.leaf)
    assert await stores.log.heads() == {AGENCY: Head(2, second.chain)}


async def test_recorded_at_is_monotone(stores: Stores):
    """In a lane `recorded_at` never runs backwards, whatever the commands say and whenever they were decided."""
    for number in range(20):
        by = origin(at=NOON - timedelta(days=number))
        await stores.store.append(commit(f"request/{number}", by=by))

    told = [row.recorded_at for row in await lane(stores)]

    assert told == sorted(told)
    assert all(at.utcoffset() == timedelta(0) for at in told)


async def test_event_ids_are_unique(stores: Stores):
    """Equal events are different happenings: each has its own id."""
    same = ApplicantViewed(request_id=REQUEST, purpose="contact")

    await stores.store.append(commit("request/1", 0, same, same, same))

    assert len({row.id for row in await lane(stores)}) == 3
