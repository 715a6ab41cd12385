"""Sends commands over HTTP at a steady rate.

Each is repeated under its own key until it is answered with 200, 201 or 303.
"""

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from chaos.client import GONE, Answer, Client
from chaos.commands import STAFF, ClientCommand, afterwards, filed, filing
from chaos.oracle import PromisedEvent
from chaos.staff import sign_in

ONGOING_MAX = 40
RETRY_SECONDS = 0.3
RETRY_SECONDS_MAX = 2.0
PAUSE_SECONDS = 1.0
"""Between two steps of one request: what review must hear of an acceptance has mostly come by then."""
EARLY_SECONDS = 4.0
"""Before a step is tried again whose case is not open yet."""

DONE, NOT_FOUND, FAILED = {200, 201, 303}, 404, 500
AS_JSON = {"content-type": "application/json"}


@dataclass
class Errand:
    """A command that is not answered yet, and the further commands on the same request.

    `pause` before it is sent again.
    """

    command: ClientCommand
    course: Iterator[ClientCommand] = field(default_factory=lambda: iter(()))
    pause: float = RETRY_SECONDS
    begun: bool = False


@dataclass
class Load:
    """Files requests and takes them through the office until stopped; remembers the answered commands."""

    portal: str
    password: str
    rate: float
    random: Random
    answered: dict[UUID, PromisedEvent] = field(default_factory=dict)
    """The key of a command → what its answer promises."""
    retries: Counter[str] = field(default_factory=Counter)
    in_time: int = 0
    """Commands that were answered while it was sending."""
    seconds: float = 0.0
    _ongoing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ONGOING_MAX))
    _ready: deque[Errand] = field(default_factory=deque)
    _again: deque[Errand] = field(default_factory=deque)
    _begun: int = 0
    _headers: dict[str | None, Mapping[str, str]] = field(default_factory=dict)

    async def sign_in(self) -> None:
        """Sign in the staff before the first fault; a pass outlives the run."""
        self._headers = {login: await sign_in(self.portal, login, self.password) for login in STAFF}

    async def run(self, until: asyncio.Event, patience_seconds: float) -> None:
        """Send until stopped, then wait for the missing answers. Raises `TimeoutError`."""
        client = Client(self.portal, ONGOING_MAX)
        try:
            async with asyncio.TaskGroup() as group:
                await self._send_all(group, client, until)
                async with asyncio.timeout(patience_seconds):
                    await self._finish(group, client)
        finally:
            client.close()

    async def _send_all(self, group: asyncio.TaskGroup, client: Client, until: asyncio.Event) -> None:
        began = time.monotonic()
        while not until.is_set():
            await self._turn(group, client, self.rate * (time.monotonic() - began))
        self.seconds, self.in_time = time.monotonic() - began, len(self.answered)

    async def _finish(self, group: asyncio.TaskGroup, client: Client) -> None:
        """Wait for the missing answers and begin nothing new."""
        while len(self.answered) < self._begun:
            await self._turn(group, client, 0)

    @property
    def per_second(self) -> float:
        """Commands answered per second, of those answered while it was sending."""
        return self.in_time / self.seconds

    async def _turn(self, group: asyncio.TaskGroup, client: Client, due: float) -> None:
        """Send the errand that has waited longest; a new one while fewer than `due` were begun."""
        errand = self._next(due)
        if errand is None:
            await asyncio.sleep(0.005)
            return
        self._begun += not errand.begun
        errand.begun = True
        await self._ongoing.acquire()
        group.create_task(self._send(client, errand))

    def _next(self, due: float) -> Errand | None:
        if self._again:
            return self._again.popleft()
        if self._begun >= due:
            return None
        return self._ready.popleft() if self._ready else Errand(filing(self.random))

    async def _send(self, client: Client, errand: Errand) -> None:
        """Send once. An errand without an answer is sent again later and delays no other."""
        try:
            answer = await self._attempt(client, errand)
        finally:
            self._ongoing.release()
        if answer is None:
            self._later(errand.pause, errand)
            errand.pause = min(2 * errand.pause, RETRY_SECONDS_MAX)
        else:
            self._answered(errand, answer)

    def _answered(self, errand: Errand, answer: Answer) -> None:
        command, course = errand.command, errand.course
        if command.promised is None:
            request_id = json.loads(answer.body)["request_id"]
            self.answered[command.key] = filed(request_id)
            course = afterwards(request_id, self.random)
        else:
            self.answered[command.key] = command.promised
        following = next(course, None)
        if following is not None:
            self._later(PAUSE_SECONDS, Errand(following, course))

    def _later(self, seconds: float, errand: Errand) -> None:
        ready = self._again if errand.begun else self._ready
        asyncio.get_running_loop().call_later(seconds, ready.append, errand)

    async def _attempt(self, client: Client, errand: Errand) -> Answer | None:
        """The answer; None if the command must be sent again.

        Fails on a refusal, which would be an error of this load.
        """
        command = errand.command
        headers = (
            {**AS_JSON, "idempotency-key": str(command.key)}
            if command.login is None
            else self._headers[command.login]
        )
        try:
            answer = await client.post(command.path, command.body, headers)
        except GONE as error:
            self.retries[type(error).__name__] += 1
            return None
        if answer.status in DONE:
            return answer
        if answer.status == NOT_FOUND and command.path.startswith("/review/"):
            errand.pause = EARLY_SECONDS
        elif answer.status < FAILED:
            raise AssertionError(f"{command.path}: {answer.status} {answer.body.decode()}")
        self.retries[str(answer.status)] += 1
        return None
