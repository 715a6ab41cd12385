"""The store's contract, what it refuses before anything is written, and what it cannot load."""

import asyncio
from datetime import datetime, timedelta

import msgspec
import pytest

from shared.eventlog.store import AHEAD_MAX, Change, Commit, InvalidEvent
from shared.events.registry import UnknownEvent, load
from shared.message import BODY_BYTES_MAX, Actor, canonical
from shared.time.clock import wall_clock
from support.origins import commit, happening, origin
from support.servers.stores import Stores, lane


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
        commit("request/1", by=msgspec.structs.replace(origin(), actor=Actor("staff", "x", "clerk", name))),
    ]

    done = await asyncio.gather(
        *(stores.store.append(one) for one in (*spoiled, commit("request/2"))), return_exceptions=True
    )

    assert [type(one) for one in done[:4]] == [InvalidEvent] * 4
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


@pytest.mark.parametrize("events", [0, 1, 2])
async def test_instant_that_has_not_come(stores: Stores, events: int):
    """An instant later than now, by more than clocks may differ, is refused; neighbours and a little haste are not."""
    late, hasty = (
        Commit(
            origin(at=wall_clock() + AHEAD_MAX + timedelta(seconds=seconds)),
            (Change(name, 0, (happening(),) * events),),
        )
        for name, seconds in (("request/1", 30), ("request/2", -30))
    )

    done = await asyncio.gather(
        *(stores.store.append(one) for one in (late, hasty, commit("request/3"))), return_exceptions=True
    )

    assert [isinstance(one, InvalidEvent) for one in done] == [True, False, False]
    assert {row.stream for row in await lane(stores)} == {"request/2", "request/3"} - (
        {"request/2"} if not events else set()
    )
