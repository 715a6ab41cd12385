"""The player: for each day of the year it performs the acts on the real pages, then steps the clock."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from typing import Final

from deploy.demo.room import Room
from deploy.demo.schedule import Act, acts_of, stops_of
from deploy.demo.story import Year
from deploy.place.progress import Playing
from deploy.stack import exercise
from deploy.stack.exercise import ExerciseClock
from deploy.stack.stack import Stack
from shared.time.clock import SHANGHAI

HANDS: Final = 4
"""Requests that are handled at the same time."""
LAST: Final = datetime(2025, 12, 31, 17, 30, tzinfo=SHANGHAI)
"""Close of office on the year's last working day: what is open then is carried into the next."""

Say = Callable[[str], None]


async def play_year(stack: Stack, year: Year, say: Say) -> Room:
    """Play all acts of `year` on a running exercise stack; return the room after the last act."""
    room = Room(stack.state.portal_url, stack.state.staff_password)
    days = _days(year)
    acts = sum(map(len, days.values()))
    playing = Playing.begin(stack.folder, [request.id for request in year.requests], acts)
    with ThreadPoolExecutor(HANDS) as hands:
        async with exercise.held(stack) as clock:
            for (in_year, month), moments in groupby(sorted(days), key=lambda at: (at.year, at.month)):
                done = [playing.did(await _play(clock, hands, room, at, days[at])) for at in moments]
                say(f"演练时钟 {in_year}年{month}月：办理 {sum(done)} 项")
            await clock.quiet()
    playing.end()
    return room


def _days(year: Year) -> dict[datetime, list[Act]]:
    """The acts by their moments; a moment at which the clock only stops has no acts."""
    days: dict[datetime, list[Act]] = {}
    for request in year.requests:
        for act in acts_of(request):
            days.setdefault(act.at, []).append(act)
        for stop in stops_of(request):
            days.setdefault(stop, [])
    if year.tables:
        days.setdefault(LAST, [])
    return {at: acts for at, acts in days.items() if at <= LAST}


async def _play(
    clock: ExerciseClock, hands: ThreadPoolExecutor, room: Room, at: datetime, acts: Sequence[Act]
) -> int:
    """All acts of one moment: one request's in their order, different requests' side by side."""
    await clock.step_to(at)
    loop = asyncio.get_running_loop()
    of_requests = [list(mine) for _, mine in groupby(acts, key=lambda act: act.request.id)]
    await asyncio.gather(*(loop.run_in_executor(hands, _do_all, room, mine) for mine in of_requests))
    return len(acts)


def _do_all(room: Room, acts: Sequence[Act]) -> None:
    for act in acts:
        act.do(room, act.request)
