"""`lantai demo --once` as it is, with somebody who looks on and keeps every page, paper and command's words."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from captured import requests
from captured.collection import Collection
from captured.commands import commands
from captured.eyes import Eyes
from captured.lists import missing, public, staff, supervision
from deploy.commands import demo
from deploy.demo import player
from deploy.demo.acts import filing, handling
from deploy.demo.portal_users import PortalUsers
from deploy.demo.schedule import Act
from deploy.demo.story import Year
from deploy.stack.exercise import ExerciseClock
from deploy.stack.stack import Stack
from support.typed import run

NUMBERING: Final = (filing.file_request, handling.sign_by_head)
"""Acts that draw a number: two of one agency at the same moment are done one after the other, so that it is always the same."""


LINKS: Final = 3
"""How often quiet is waited for: once may be one effect too early, since heads are read before what follows them."""


@dataclass
class Onlooker:
    """Takes the place of two steps of the demo: the play of a moment, and the checks at the end."""

    collection: Collection = field(default_factory=Collection)
    _stack: list[Stack] = field(default_factory=list)
    _play: Any = player._play
    _play_year: Any = demo.play_year
    _faults: Any = demo.faults

    async def play_year(self, stack: Stack, story: Year, say: player.Say) -> PortalUsers:
        """Remember the stack."""
        self._stack.append(stack)
        users: PortalUsers = await self._play_year(stack, story, say)
        return users

    async def play(
        self,
        clock: ExerciseClock,
        workers: ThreadPoolExecutor,
        users: PortalUsers,
        at: datetime,
        acts: Sequence[Act],
    ) -> int:
        """The acts of one moment; those of a watched request one by one, with a look after each."""
        if not any(act.request.id in requests.WATCHED for act in acts) and not _race(acts):
            played: int = await self._play(clock, workers, users, at, acts)
            return played
        await clock.step_to(at)
        eyes = Eyes(users, self._stack[0], self.collection)
        for act in acts:
            await asyncio.to_thread(act.do, users, act.request)
            if act.request.id in requests.WATCHED:
                await _settled(clock)
                await asyncio.to_thread(requests.watch, eyes, act)
        return len(acts)

    async def faults(self, stack: Stack, users: PortalUsers, story: Year, say: player.Say) -> list[str]:
        """Check as ever, then look at everything that there is at the year's end."""
        found: list[str] = await self._faults(stack, users, story, say)
        eyes = Eyes(users, stack, self.collection)
        for look in (public, staff, missing, supervision, commands):
            await asyncio.to_thread(look, eyes)
        await asyncio.to_thread(requests.all_requests, eyes, story)
        return found


async def _settled(clock: ExerciseClock) -> None:
    for _ in range(LINKS):
        await clock.quiet()


def _race(acts: Sequence[Act]) -> bool:
    """Whether two requests of one agency draw a number at the same moment."""
    drawing = sorted(act.request.agency for act in acts if act.do in NUMBERING)
    return any(len(list(same)) > 1 for _, same in groupby(drawing))


def capture(folder: Path, only: str = "") -> int:
    """Type `lantai demo --once`, and write what was seen to `folder`. The exit code is the command's."""
    onlooker = Onlooker()
    with (
        patch.object(demo, "play_year", onlooker.play_year),
        patch.object(demo, "faults", onlooker.faults),
        patch.object(player, "_play", onlooker.play),
    ):
        code = run("demo", "--once", *([f"--only={only}"] if only else []))
    onlooker.collection.write(folder)
    return code
