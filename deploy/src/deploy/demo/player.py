"""Plays the year: steps the exercise clock from moment to moment and performs the acts on the real pages."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from typing import Final

from deploy.demo.portal_users import PortalUsers
from deploy.demo.schedule import Act, acts_of, stops_of
from deploy.demo.story import Year
from deploy.place.progress import Playing
from deploy.stack import exercise
from deploy.stack.exercise import ExerciseClock
from deploy.stack.stack import Stack
from shared.time.clock import SHANGHAI

WORKERS: Final = 4
"""Requests that are handled at the same time."""
LAST: Final = datetime(2025, 12, 31, 17, 30, tzinfo=SHANGHAI)
"""Close of office on the last working day of the year. Requests that are open then are carried over."""

Say = Callable[[str], None]


async def play_year(stack: Stack, year: Year, say: Say) -> PortalUsers:
    """Play all acts of `year` on a running exercise stack; return the users after the last act."""
    users = PortalUsers(stack.state.portal_url, stack.state.staff_password)
    days = _days(year)
    acts = sum(map(len, days.values()))
    playing = Playing.begin(stack.folder, [request.id for request in year.requests], acts)
    with ThreadPoolExecutor(WORKERS) as workers:
        async with exercise.held(stack) as clock:
            for (in_year, month), moments in groupby(sorted(days), key=lambda at: (at.year, at.month)):
                done = [playing.did(await _play(clock, workers, users, at, days[at])) for at in moments]
                say(f"演练时钟 {in_year}年{month}月：办理 {sum(done)} 项")
            await clock.quiet()
    playing.end()
    return users


def _days(year: Year) -> dict[datetime, list[Act]]:
    """Moment → its acts. A moment at which the clock only stops has no acts."""
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
    clock: ExerciseClock, workers: ThreadPoolExecutor, users: PortalUsers, at: datetime, acts: Sequence[Act]
) -> int:
    """Perform the acts of one moment. Acts of one request run in order, different requests in parallel."""
    await clock.step_to(at)
    loop = asyncio.get_running_loop()
    of_requests = [list(mine) for _, mine in groupby(acts, key=lambda act: act.request.id)]
    await asyncio.gather(*(loop.run_in_executor(workers, _do_all, users, mine) for mine in of_requests))
    return len(acts)


def _do_all(users: PortalUsers, acts: Sequence[Act]) -> None:
    for act in acts:
        act.do(users, act.request)
