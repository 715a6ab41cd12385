"""The disk is full while events are in flight, and is freed: everything is back by itself, and nothing acknowledged is lost."""

import asyncio
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import httpx
import pytest

from deploy.place.environment import LIMITS
from deploy.topology import SERVICES
from support.servers.stack import LocalStack, Screen

AGENCY = "qionghai"
DISK_SIZE, BUS_SIZE = "400m", "24m"
BEFORE_SECONDS = 3
MANY = "100000"
"""Requests an hour that are let in: all come from one address."""
FULL_SECONDS = 20
"""How long a disk stays full: longer than any part takes to notice."""
BACK_SECONDS = 30
APPLICATION = {
    "applicant_kind": "natural_person",
    "name": "罗小满",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "phone": "13900000000",
    "email": "luo@example.com",
    "address": "琼海市嘉积镇",
    "content": "2024年粮食产量",
    "supply_form": "paper",
    "delivery": "email",
}


@dataclass(frozen=True)
class Disks:
    """A stack and its two small disks."""

    stack: LocalStack
    whole: Path
    bus: Path


def mounted(folder: Path, size: str) -> None:
    """Mount a small file system of its own at `folder`."""
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")


@pytest.fixture(scope="module")
def disks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disks]:
    """A stack whose `.lantai` lies on a small disk, and the broker on a smaller one within."""
    place = tmp_path_factory.mktemp("disks")
    whole, bus = place / ".lantai", place / ".lantai/nats"
    with ExitStack() as undo, pytest.MonkeyPatch.context() as environment:
        for limit in LIMITS:
            environment.setenv(limit, MANY)
        for folder, size in ((whole, DISK_SIZE), (bus, BUS_SIZE)):
            mounted(folder, size)
            undo.callback(subprocess.run, ["umount", "--lazy", str(folder)], check=True)
        screen = Screen(place, "--empty")
        undo.callback(screen.interrupt)
        screen.wait_for("/signin")
        yield Disks(LocalStack(place), whole, bus)


@dataclass
class Filing:
    """Files requests one after another until stopped; keeps what was acknowledged."""

    portal: str
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """File; a request that gets no 201 is not sent again."""
        while not self.stop.is_set():
            self.once()
            time.sleep(0.1)

    def once(self) -> None:
        """File one request."""
        headers, address = {"idempotency-key": str(uuid4())}, f"{self.portal}/api/{AGENCY}/requests"
        with suppress(httpx.HTTPError):
            answer = httpx.post(address, json=APPLICATION, headers=headers, timeout=10)
            if answer.status_code == httpx.codes.CREATED:
                self.acknowledged.append(answer.json()["request_id"])
            else:
                self.refused += 1


def fill(disk: Path, seconds: float) -> Path:
    """Write a file until nothing more fits, again and again, since servers free what they can."""
    ballast, until = disk / "ballast", time.monotonic() + seconds
    with ballast.open("wb", buffering=0) as file:
        while time.monotonic() < until:
            _write_what_fits(file)
            time.sleep(0.1)
    return ballast


def _write_what_fits(file: BinaryIO) -> None:
    with suppress(OSError):
        while True:
            file.write(bytes(65536))


@contextmanager
def filing(stack: LocalStack) -> Iterator[Filing]:
    """File while the block runs."""
    filed = Filing(stack.portal)
    thread = threading.Thread(target=filed.run)
    thread.start()
    try:
        yield filed
    finally:
        filed.stop.set()
        thread.join()


def all_well(stack: LocalStack) -> bool:
    """Whether every service serves pages, and its carrier has caught up."""
    return all(_is_well(stack.state.ports[service]) for service in SERVICES)


def _is_well(port: int) -> bool:
    with suppress(httpx.HTTPError):
        ready, carrier = (
            httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5) for path in ("/readyz", "/carrierz")
        )
        found = carrier.json()
        return ready.is_success and carrier.is_success and not found["lag"] and not found["relay"]
    return False


def seconds_until_well(stack: LocalStack) -> float:
    """Wait until all is well; return how long that took."""
    began = time.monotonic()
    while not all_well(stack):
        assert time.monotonic() - began < 4 * BACK_SECONDS, stack.report()
        time.sleep(0.5)
    return time.monotonic() - began


@pytest.mark.parametrize("disk", ["whole", "bus"])
def test_everything_comes_back_and_nothing_acknowledged_is_lost(disks: Disks, disk: str):
    """A disk is full for twenty seconds: that of PostgreSQL, services and logs, or that of the broker."""
    stack = disks.stack
    with filing(stack) as filed:
        time.sleep(BEFORE_SECONDS)
        before = len(filed.acknowledged)
        ballast = fill(getattr(disks, disk), FULL_SECONDS)
        well_meanwhile = all_well(stack)
    ballast.unlink()
    took = seconds_until_well(stack)
    afterwards = len(filed.acknowledged)
    filed.once()
    seconds_until_well(stack)
    kept = {row.stream for row in asyncio.run(stack.events("intake")) if row.type == "request-received"}

    assert 0 < before <= afterwards < len(filed.acknowledged)
    assert filed.refused if disk == "whole" else not well_meanwhile
    assert took < BACK_SECONDS, f"{took:.1f} s"
    assert {f"request/{each}" for each in filed.acknowledged} <= kept
    assert stack.lantai("audit", "verify", check=False).returncode == 0
