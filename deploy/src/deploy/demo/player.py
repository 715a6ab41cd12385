"""The player: goes through the year's days, does the acts of each at the real pages, and lets the clock run between."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from typing import Final

from deploy import exercise
from deploy.demo.room import Room
from deploy.demo.schedule import Act, acts_of, stops_of
from deploy.demo.story import Year
from deploy.stack import Stack
from shared.clock import SHANGHAI

HANDS: Final = 4
"""How many requests are worked on at the same time: people of two bureaus do not wait for one another."""
LAST: Final = datetime(2025, 12, 31, 17, 30, tzinfo=SHANGHAI)
"""Close of office on the year's last working day: what is open then is carried into the next."""

Say = Callable[[str], None]


async def play_year(stack: Stack, year: Year, say: Say) -> Room:
    """Play all acts of `year` on a running exercise stack; return the room as it is left."""
    room = Room(stack.state.portal_url, stack.state.staff_password)
    acts = sorted((act for each in year.requests for act in acts_of(each)), key=lambda act: act.at)
    days = {at: list(of_day) for at, of_day in groupby(acts, key=lambda act: act.at)}
    stops = {stop for each in year.requests for stop in stops_of(each) if stop < LAST}
    moments = sorted({*days, *stops, LAST} if year.tables else {*days, *stops})
    with ThreadPoolExecutor(HANDS) as hands:
        async with exercise.held(stack) as clock:
            for month, of_month in groupby(moments, key=lambda at: (at.year, at.month)):
                done = 0
                for at in of_month:
                    await clock.step_to(at)
                    done += await _play(hands, room, days.get(at, ()))
                say(f"演练时钟 {month[0]}年{month[1]}月：办理 {done} 项")
            await clock.quiet()
    return room


async def _play(hands: ThreadPoolExecutor, room: Room, acts: Sequence[Act]) -> int:
    """All acts of one moment: one request's in their order, different requests' side by side."""
    loop = asyncio.get_running_loop()
    ordered = sorted(acts, key=lambda act: act.request.id)
    of_requests = [list(mine) for _, mine in groupby(ordered, key=lambda act: act.request.id)]
    await asyncio.gather(*(loop.run_in_executor(hands, _do_all, room, mine) for mine in of_requests))
    return len(acts)


def _do_all(room: Room, acts: Sequence[Act]) -> None:
    for act in acts:
        act.do(room, act.request)
