"""Guards of a commit, on every store: what a command only read must not have moved when it is appended."""

import asyncio

import pytest

from shared.eventlog.store import Change, Commit, Guard, InvalidEvent, VersionConflict
from support.origins import AGENCY, OTHER_AGENCY, commit, happening, origin
from support.servers.stores import Stores, lane


def guarded(stream: str, expected: int, *guards: Guard, agency: str = AGENCY) -> Commit:
    """One event on a stream, resting on other streams."""
    return Commit(origin(agency), (Change(stream, expected, (happening(),)),), guards=guards)


async def test_guard_that_stands(stores: Stores):
    """A commit whose guarded streams stand where it read them is appended; its guards write nothing."""
    await stores.store.append(commit("sheet/1", 0, happening(), happening()))

    receipt = await stores.store.append(guarded("case/1", 0, Guard("sheet/1", 2), Guard("sheet/9", 0)))

    assert (receipt.first_seq, receipt.last_seq, receipt.repeated) == (3, 3, False)
    assert [(row.stream, row.version) for row in await lane(stores)] == [
        ("sheet/1", 1),
        ("sheet/1", 2),
        ("case/1", 1),
    ]


@pytest.mark.parametrize("expected", [0, 1, 3])
async def test_guard_that_moved(stores: Stores, expected: int):
    """A commit is refused where a guarded stream has another version, behind and ahead alike; nothing is written."""
    await stores.store.append(commit("sheet/1", 0, happening(), happening()))

    with pytest.raises(VersionConflict):
        await stores.store.append(guarded("case/1", 0, Guard("sheet/1", expected)))

    assert len(await lane(stores)) == 2
    assert list(await stores.store.load(AGENCY, "case/1")) == []


async def test_guard_on_a_stream_that_must_not_exist(stores: Stores):
    """A guard at version 0 conflicts as soon as the stream has an event."""
    await stores.store.append(guarded("case/1", 0, Guard("sheet/1", 0)))
    await stores.store.append(commit("sheet/1"))

    with pytest.raises(VersionConflict):
        await stores.store.append(guarded("case/2", 0, Guard("sheet/1", 0)))


async def test_guard_is_of_the_own_lane(stores: Stores):
    """A guard names a stream of the command's agency; another agency's stream of that name does not count."""
    await stores.store.append(commit("sheet/1", by=origin(OTHER_AGENCY)))

    receipt = await stores.store.append(guarded("case/1", 0, Guard("sheet/1", 0)))

    assert receipt.first_seq == 1


async def test_guard_of_several_changes(stores: Stores):
    """A guard holds all streams of its commit: none is written where it fails, all where it stands."""
    await stores.store.append(commit("sheet/1"))
    changes = tuple(Change(f"case/{n}", 0, (happening(), happening())) for n in range(2))

    with pytest.raises(VersionConflict):
        await stores.store.append(Commit(origin(), changes, guards=(Guard("sheet/1", 2),)))
    await stores.store.append(Commit(origin(), changes, guards=(Guard("sheet/1", 1),)))

    assert [row.stream for row in await lane(stores)] == ["sheet/1", "case/0", "case/0", "case/1", "case/1"]


async def test_guard_of_a_command_without_events(stores: Stores):
    """A command that makes nothing happen rests on its guards too."""
    by = origin()
    with pytest.raises(VersionConflict):
        await stores.store.append(Commit(by, (), guards=(Guard("sheet/1", 1),)))

    receipt = await stores.store.append(Commit(by, (), guards=(Guard("sheet/1", 0),)))

    assert receipt.repeated is False


async def test_guard_of_a_repeated_command(stores: Stores):
    """A command that was done answers its first receipt, although its guard has moved since."""
    once = guarded("case/1", 0, Guard("sheet/1", 0))
    first = await stores.store.append(once)
    await stores.store.append(commit("sheet/1"))

    again = await stores.store.append(once)

    assert (again.first_seq, again.repeated) == (first.first_seq, True)


async def test_guard_with_a_bad_name(stores: Stores):
    """A guard's stream is a name of the log like any other."""
    with pytest.raises(InvalidEvent):
        await stores.store.append(guarded("case/1", 0, Guard("sheet/\n", 0)))


async def test_guards_among_commits_written_together(stores: Stores):
    """Of commits under way together a failed guard fails alone, and each sees what stands before it on the lane."""
    await stores.store.append(commit("sheet/1"))
    wave = [guarded(f"case/{n}", 0, Guard("sheet/1", 1 + n % 2)) for n in range(40)]

    done = await asyncio.gather(*(stores.store.append(one) for one in wave), return_exceptions=True)

    assert [n for n, one in enumerate(done) if isinstance(one, VersionConflict)] == list(range(1, 40, 2))
    rows = await lane(stores)
    assert [row.seq for row in rows] == list(range(1, 22))
    assert {row.version for row in rows} == {1}


async def test_two_guarded_commits_that_exclude_each_other(stores: Stores):
    """Of two commits that each write what the other guards exactly one is appended, whichever comes first."""
    for number in range(20):
        pair = (
            guarded(f"sheet/{number}", 0, Guard(f"case/{number}", 0)),
            guarded(f"case/{number}", 0, Guard(f"sheet/{number}", 0)),
        )
        ordered = pair if number % 2 else pair[::-1]

        done = await asyncio.gather(*(stores.store.append(one) for one in ordered), return_exceptions=True)

        assert sum(isinstance(one, VersionConflict) for one in done) == 1


async def test_guarded_commits_do_not_exclude_one_another(stores: Stores):
    """Many commits may rest on one stream at once: a guard reads, it does not take the stream's next version."""
    await stores.store.append(commit("sheet/1"))

    await asyncio.gather(
        *(stores.store.append(guarded(f"case/{n}", 0, Guard("sheet/1", 1))) for n in range(20))
    )

    assert len(await lane(stores)) == 21
