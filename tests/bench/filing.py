"""Filing over HTTP: the last step of the form, sent to intake's own port while all four services react to it.

One filing: look for an earlier receipt · make the key (a commit in the key database) · number and request (a commit) · fold
intake's own projections (a commit) · answer with a redirect. Meanwhile the relay publishes it and three services fold it,
on the same cores. Beside it stands a FastAPI endpoint that inserts one row. The client writes prepared bytes, so it costs
next to nothing.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection
from time import perf_counter, sleep
from urllib.parse import urlencode
from uuid import uuid4

from bench.bare import ADDRESS
from bench.ground import Ground
from bench.measure import ROUNDS, Figure, Stopwatch
from bench.pages import AGENCY, APPLICANT, START_SECONDS, stack
from deploy.place.environment import UNLIMITED
from deploy.servers.ports import HOST, free_port
from support.pages.visitors import SECRET

CLIENTS = 8
SECONDS = 4.0
PER_SECOND_MIN = 100.0
P95_MS_MAX = 150.0
BARE_TARGET = 0.05
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Requests per second, and the milliseconds of each."""

    per_second: float
    times: list[float]

    @property
    def p95(self) -> float:
        """The 95th percentile in milliseconds."""
        return statistics.quantiles(self.times, n=20)[-1]


async def figures(ground: Ground) -> list[Figure]:
    """Eight applicants beside the promise and beside the bare endpoint, and how long one alone waits."""
    os.environ.update(UNLIMITED)  # all of them have one address
    with tempfile.TemporaryDirectory(prefix="lantai-bench-filing-") as folder, stack(Path(folder)) as running:
        port = running.state.ports["intake"]
        await sitting(port, submitted, CLIENTS)  # the first filings prepare statements
        with bare(ground) as bare_port:
            many, alone, peer = [], [], []
            for _ in range(ROUNDS):
                many.append(await sitting(port, submitted, CLIENTS))
                alone.append(await sitting(port, submitted, 1))
                peer.append(await sitting(bare_port, inserted, CLIENTS))
    rate, bare_rate = (statistics.median(one.per_second for one in each) for each in (many, peer))
    p95 = statistics.median(one.p95 for one in many)
    waits = statistics.median(statistics.median(one.times) for one in alone)
    return [
        Figure(f"filing, {CLIENTS} clients", rate, PER_SECOND_MIN, "the promise", 1.0),
        Figure(f"filing, {CLIENTS} clients, p95", p95, P95_MS_MAX, "the promise", 1.0, "ms", at_most=True),
        Figure(f"filing, {CLIENTS} clients", rate, bare_rate, "FastAPI, one INSERT", BARE_TARGET),
        Figure("filing, alone, median", waits, P95_MS_MAX, "the promise", 1.0, "ms", at_most=True),
    ]


def submitted() -> bytes:
    """The form with all answers, sent for the first time."""
    return post(f"/{AGENCY}/apply", {"step": "submit", "csrf": SECRET, "command_id": str(uuid4())})


def inserted() -> bytes:
    """The same bytes for the bare endpoint."""
    return post("/rows", {"step": "submit", "csrf": SECRET, "command_id": str(uuid4())})


def post(path: str, fields: dict[str, str]) -> bytes:
    """A POST of the application's answers and `fields`, as it goes over the wire."""
    body = urlencode(APPLICANT | fields).encode()
    head = (
        f"POST {path} HTTP/1.1",
        f"host: {HOST}",
        f"cookie: lantai_form={SECRET}",
        "content-type: application/x-www-form-urlencoded",
        f"content-length: {len(body)}",
    )
    return "\r\n".join(head).encode() + END_OF_HEAD + body


async def sitting(port: int, request: Callable[[], bytes], clients: int) -> Sitting:
    """`clients` at once, each sending its next request when it has the answer to the last."""
    times: list[float] = []
    began = perf_counter()
    await asyncio.gather(*(_client(port, request, began + SECONDS, times) for _ in range(clients)))
    return Sitting(len(times) / (perf_counter() - began), times)


async def _client(port: int, request: Callable[[], bytes], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    while (began := perf_counter()) < until:
        writer.write(request())
        head = await reader.readuntil(END_OF_HEAD)
        status = int(head.split(maxsplit=2)[1])
        if status not in {201, 303}:
            raise AssertionError(f"{status}: {(await reader.read(4000)).decode(errors='replace')}")
        await reader.readexactly(_length(head))
        times.append((perf_counter() - began) * 1000)
    writer.close()


def _length(head: bytes) -> int:
    found = [
        line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    ]
    return int(found[0]) if found else 0


@contextmanager
def bare(ground: Ground) -> Iterator[int]:
    """The peer's port, while it is served in a process of its own on the ground's database."""
    port = free_port()
    environment = os.environ | {ADDRESS: ground.superuser("postgres")}
    command = [sys.executable, "-m", "uvicorn", "bench.bare:app", f"--port={port}", "--log-level=warning"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    watch = Stopwatch()
    while True:
        try:
            create_connection((HOST, port)).close()
        except OSError:
            if watch.seconds() > START_SECONDS:
                raise
            sleep(0.1)
        else:
            return
