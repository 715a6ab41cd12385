"""The store's contract, many at once: writers on a stream, writers on a lane, a reader behind them."""

import asyncio

from shared.eventlog.store import VersionConflict
from support.origins import AGENCY, commit, happening, origin
from support.servers.stores import Stores, lane


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
