"""One chaos run: load, every fault in an order that the seed decides, then rest, then the oracle."""

import asyncio
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from chaos.faults import Faults
from chaos.load import Load
from chaos.oracle import Effect, Lane, answer_faults, judge
from chaos.readers import behind, engines, read_lanes, rebuilt
from deploy.doctor import find
from shared.unreachable import is_unreachable

RATE = 60.0
REST_SECONDS = 120.0
LANTAI = Path(sys.executable).with_name("lantai")
EFFECTS = (
    Effect("intake", "request-received", "deadline", frozenset({"due-date-set", "due-date-deferred"})),
)


@dataclass
class Result:
    """What a run did and found."""

    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    load: Load | None = None
    lanes: list[Lane] = field(default_factory=list)
    delivered_again: int = 0
    rest_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def play(place: Path, seed: int, seconds: float, say: Callable[[str], None]) -> Result:
    """Start a stack of its own in `place`, run, stop it."""
    subprocess.run([LANTAI, "up", "--detach", "--empty"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    try:
        return asyncio.run(_play(place, seed, seconds, say))
    finally:
        subprocess.run([LANTAI, "down"], cwd=place, check=False)


async def _play(place: Path, seed: int, seconds: float, say: Callable[[str], None]) -> Result:
    random, result = Random(seed), Result(seed)
    stack = find(place).stack
    load = result.load = Load(stack.state.portal_url, "qionghai", RATE, Random(seed))
    faults = Faults(place, random)
    async with faults.delivering_again():
        loading = asyncio.create_task(load.run(seconds, REST_SECONDS))
        await _strike(faults, random, seconds, result, say)
        await loading
    result.delivered_again = faults.delivered_again
    result.faults["delivered again, out of order"] = faults.delivered_again
    say(
        f"{len(load.answered)} commands answered in {load.seconds:.0f} s: {load.per_second:.0f}/s; tried again: {dict(load.retries)}"
    )
    async with engines(stack) as readers:
        result.rest_seconds = await _rest(readers)
        say(f"at rest after {result.rest_seconds:.1f} s")
        result.lanes = await read_lanes(stack, readers)
        result.wrong = [
            *judge(result.lanes, EFFECTS),
            *answer_faults(load.answered, result.lanes, "intake"),
            *await rebuilt(stack, readers),
        ]
    return result


async def _strike(
    faults: Faults, random: Random, seconds: float, result: Result, say: Callable[[str], None]
) -> None:
    """Every fault once, spread over the run, and again while there is time."""
    every = faults.all()
    began, done = time.monotonic(), 0
    while True:
        order = random.sample(every, len(every))
        for name, fault in order:
            due = began + 2 + done * (seconds - 4) / len(every)
            if due > began + seconds and done >= len(every):
                return
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await _until_done(fault)
            done += 1
            result.faults[name] += 1
            say(f"{time.monotonic() - began:5.1f} s  {name}")
        if time.monotonic() - began > seconds - 2:
            return


async def _until_done(fault: Callable) -> None:
    """A fault may meet another one's victim: it is tried until it could be done."""
    for _ in range(60):
        try:
            return await fault()
        except Exception:  # noqa: BLE001  # the server that it needs is just coming back
            await asyncio.sleep(0.5)
    return await fault()


async def _rest(readers) -> float:
    """Wait until every follower stands at every head."""
    began = time.monotonic()
    while left := await _left(readers):
        assert time.monotonic() - began < REST_SECONDS, f"never at rest: {left[:8]}"
        await asyncio.sleep(0.5)
    return time.monotonic() - began


async def _left(readers) -> list[str]:
    try:
        return await behind(readers)
    except Exception as error:
        if not is_unreachable(error):
            raise
        return [repr(error)]
