"""The store's contract, what an auditor relies on: canonical bodies, leaf, chain, time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.eventlog.evidence import chain_hash, faults, genesis, leaf_hash
from shared.eventlog.store import Head
from shared.events.intake.request import ApplicantViewed
from shared.events.registry import load, registry
from shared.message import canonical, parse
from support.origins import AGENCY, NOON, REQUEST, commit, happening, origin
from support.servers.stores import SERVICE, Stores, lane
from support.strategies import events

SHARED_STORE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


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
    at=st.datetimes(datetime(1949, 10, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis wants the bounds naive
    key_id=st.none() | st.text("abc-文", min_size=1),
    causation=st.none() | st.uuids(),
    purpose=st.text(),
    stream=st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1),
)
async def test_leaf_and_chain(
    stores: Stores, at: datetime, key_id: str | None, causation: UUID | None, purpose: str, stream: str
):
    """Leaf and chain that the store computes are those of shared.eventlog.evidence, whatever the columns hold."""
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

    instants = [row.recorded_at for row in await lane(stores)]

    assert instants == sorted(instants)
    assert all(at.utcoffset() == timedelta(0) for at in instants)


async def test_event_ids_are_unique(stores: Stores):
    """Equal events are different happenings: each has its own id."""
    same = ApplicantViewed(request_id=REQUEST, purpose="contact")

    await stores.store.append(commit("request/1", 0, same, same, same))

    assert len({row.id for row in await lane(stores)}) == 3
