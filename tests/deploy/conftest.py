"""Servers of the local stack for the tests of `deploy`, each in a folder of its own."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.place import running, state
from deploy.place.folder import StackFolder
from deploy.servers.nats import NatsServer
from deploy.servers.postgres import PostgresServer

FAKE_STACK = Path(__file__).with_name("fake_stack.py")


@pytest.fixture(scope="session")
def server_folder():
    folder = Path(tempfile.mkdtemp(prefix="lantai-deploy-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(server_folder):
    server = PostgresServer(server_folder / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def broker(server_folder):
    server = NatsServer(server_folder / "nats")
    server.start()
    yield server
    server.stop()


class FakeStack:
    """A stack of fake services, run by a supervisor in a process of its own."""

    def __init__(self, place):
        self.place = place
        self.folder = StackFolder.of(place)
        self.supervisor = None

    def command(self, mode):
        return [sys.executable, str(FAKE_STACK), str(self.place), mode]

    def start(self, mode="stay"):
        self.supervisor = subprocess.Popen(
            self.command(mode), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.supervisor.stdout.readline() == "ready\n", self.supervisor.communicate()[1]
        return self

    def end(self, number=signal.SIGINT):
        self.supervisor.send_signal(number)
        self.supervisor.communicate(timeout=40)
        return self.supervisor.returncode

    def pid(self, name):
        return running.read(self.folder.running).processes[name].pid

    def pids(self):
        """Every process of the stack: the supervisor, what it started, and their children."""
        return {
            self.supervisor.pid,
            *(one.pid for one in psutil.Process(self.supervisor.pid).children(recursive=True)),
        }

    def get(self, service, path="/readyz"):
        port = state.load(self.folder.state).ports[service]
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5)


def is_gone(pid):
    """Say whether the process ended; one that nobody reaped counts as ended."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def all_gone():
    """Return whether all of some processes ended."""
    return lambda pids: all(is_gone(pid) for pid in pids)


@pytest.fixture(scope="module")
def make_fake_stack():
    """Make stacks in folders of their own; all are ended with the module."""
    made = []

    def make():
        made.append(FakeStack(Path(tempfile.mkdtemp(prefix="lantai-stack-"))))
        return made[-1]

    yield make
    for stack in made:
        if stack.supervisor is not None and stack.supervisor.poll() is None:
            stack.end()
        shutil.rmtree(stack.place, ignore_errors=True)


@pytest.fixture
def fake_stack(make_fake_stack):
    """A stack that is not started yet."""
    return make_fake_stack()


@pytest.fixture
def eventually():
    """Wait until a check returns something true, and return it."""

    def wait(check, seconds=30):
        until = time.monotonic() + seconds
        while not (found := check()):
            assert time.monotonic() < until, f"nothing came of {check}"
            time.sleep(0.05)
        return found

    return wait
