"""One chaos run: load, every fault in an order that the seed decides, then rest, then the oracle."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy.ext.asyncio import AsyncEngine

from chaos.faults import Fault, Faults, NamedFault
from chaos.load import Load
from chaos.oracle import Effect, Lane, answer_faults, judge
from chaos.readers import behind, engines, read_lanes, rebuilt, unsent
from deploy.place.environment import UNLIMITED
from deploy.stack.running_stack import find
from deploy.stack.stack import Stack
from shared.eventlog.outage import is_outage
from shared.events.terms import CORRECTION_NOTICE, REPLY_CLOCK

RATE = 65.0
REST_SECONDS = 120.0
ANSWERED_MIN = 5
"""Commands answered from the beginning of a fault to that of the next one, at least: no fault stops the service."""
GAP_SECONDS = 2.0
"""Between two faults at least, so that each is met by commands."""
AGAIN = "delivered again, out of order"
Say = Callable[[str], None]
LANTAI = Path(sys.executable).with_name("lantai")
COUNTED = frozenset({"due-date-set", "due-date-deferred"})
EFFECTS = (
    Effect("intake", "request-received", "deadline", COUNTED, f"/{REPLY_CLOCK}"),
    Effect("intake", "request-received", "deadline", COUNTED, f"/{CORRECTION_NOTICE}"),
    Effect("intake", "request-accepted", "review", frozenset({"case-opened"})),
    Effect("review", "reply-issued", "intake", frozenset({"reply-rendered"})),
)


@dataclass
class Result:
    """What a run did and found."""

    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    answered_under: Counter[str] = field(default_factory=Counter)
    """Fault → commands answered from its beginning to that of the next one."""
    load: Load | None = None
    lanes: list[Lane] = field(default_factory=list)
    delivered_again: int = 0
    rest_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    _under: tuple[str, int] = ("", 0)

    def strike(self, name: str) -> None:
        """A fault begins: what was answered since the last one was answered under that."""
        (before, from_), answered = self._under, len(self.load.answered) if self.load else 0
        self.answered_under[before] += answered - from_
        self._under = name, answered

    @property
    def answered_now(self) -> int:
        """Commands answered since the last fault began."""
        return (len(self.load.answered) if self.load else 0) - self._under[1]


def play(place: Path, seed: int, seconds: float, say: Say) -> Result:
    """Start a stack of its own in `place`, run, stop it."""
    command, environment = [LANTAI, "up", "--detach", "--empty"], {**os.environ, **UNLIMITED}
    subprocess.run(command, cwd=place, env=environment, check=True, stdout=subprocess.DEVNULL)
    try:
        return asyncio.run(_play(place, seed, seconds, say))
    finally:
        subprocess.run([LANTAI, "down"], cwd=place, check=False)


async def _play(place: Path, seed: int, seconds: float, say: Say) -> Result:
    random, result = Random(seed), Result(seed)
    stack = find(place).stack
    load = result.load = Load(stack.state.portal_url, stack.state.staff_password, RATE, Random(seed))
    await load.sign_in()
    faults = Faults(place, random)
    async with faults.delivering_again():
        stop = asyncio.Event()
        loading = asyncio.create_task(load.run(stop, REST_SECONDS))
        await _strike(faults, random, seconds, result, say)
        stop.set()
        await loading
    result.delivered_again = faults.delivered_again
    result.faults[AGAIN] = faults.delivered_again
    result.strike("")
    say(f"{load.in_time} commands answered in {load.seconds:.0f} s: {load.per_second:.1f}/s")
    say(f"{len(load.answered)} in the end; tried again: {dict(load.retries)}")
    async with engines(stack) as readers:
        result.rest_seconds = await _rest(stack, readers)
        say(f"at rest after {result.rest_seconds:.1f} s")
        result.lanes = await read_lanes(stack, readers)
        result.wrong = [
            *judge(result.lanes, EFFECTS),
            *answer_faults(load.answered, result.lanes),
            *await rebuilt(stack, readers),
        ]
    return result


async def _strike(faults: Faults, random: Random, seconds: float, result: Result, say: Say) -> None:
    """Every fault once, spread over the run, and again while there is time."""
    every = faults.all()
    began = struck = time.monotonic()
    for done, (name, fault) in enumerate(_rounds(every, random)):
        due = max(began + (done + 0.5) * seconds / len(every), struck + GAP_SECONDS)
        if done >= len(every) and due > began + seconds:
            break
        await asyncio.sleep(due - time.monotonic())
        result.strike(name)
        await _until_done(fault)
        result.faults[name] += 1
        struck = time.monotonic()
        say(f"{struck - began:5.1f} s  {name}")
        await _met(result)
    await asyncio.sleep(max(began + seconds, struck + GAP_SECONDS) - time.monotonic())


async def _met(result: Result) -> None:
    """A fault counts when commands were answered under it: the next one waits for that."""
    began = time.monotonic()
    while result.answered_now < ANSWERED_MIN:
        assert time.monotonic() - began < REST_SECONDS, "nothing is answered any more"
        await asyncio.sleep(0.1)


def _rounds(every: Sequence[NamedFault], random: Random) -> Iterator[NamedFault]:
    """All of them in an order that the seed decides, and all of them again in another."""
    while True:
        yield from random.sample(every, len(every))


async def _until_done(fault: Fault) -> None:
    """A fault may meet another one's victim: it is tried until it could be done."""
    for _ in range(60):
        try:
            return await fault()
        except Exception:  # noqa: BLE001  # the server that it needs is just coming back
            await asyncio.sleep(0.5)
    return await fault()


async def _rest(stack: Stack, readers: Mapping[str, AsyncEngine]) -> float:
    """Wait until every subscription stands at every head and every head is in its stream."""
    began = time.monotonic()
    while left := await _left(stack, readers):
        assert time.monotonic() - began < REST_SECONDS, f"never at rest: {left[:8]}"
        await asyncio.sleep(0.5)
    return time.monotonic() - began


async def _left(stack: Stack, readers: Mapping[str, AsyncEngine]) -> list[str]:
    try:
        return await behind(readers) or await unsent(stack, readers)
    except Exception as error:
        if not is_outage(error):
            raise
        return [repr(error)]
