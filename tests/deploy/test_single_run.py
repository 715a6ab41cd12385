"""One stack per folder, and nothing left over from a killed one."""

import subprocess
import sys

import psutil
import pytest

from deploy.place import lock, running

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeper():
    process = subprocess.Popen(SLEEPER)
    yield process
    process.kill()
    process.wait()


def test_lock_is_held_once(tmp_path):
    """A second supervisor of the folder is refused and told the first one's process id."""
    file = tmp_path / "lock"
    script = f"from pathlib import Path; from deploy.place import lock\nwith lock.held(Path({str(file)!r})): print('held'); input()"
    first = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout.readline() == "held\n"

    with pytest.raises(lock.AlreadyRunning, match=str(first.pid)), lock.held(file):
        pytest.fail("the lock was held twice")

    assert lock.holder(file) == first.pid
    first.kill()
    first.communicate()
    assert lock.holder(file) is None
    with lock.held(file):
        assert file.exists()


def test_leftover_is_ended(tmp_path, sleeper):
    """A process that an earlier supervisor recorded is ended by the next start."""
    file = tmp_path / "running.json"
    running.write(file, running.Phase.READY, {"intake": sleeper.pid})

    assert running.end_leftovers(file) == ["intake"]

    assert not psutil.pid_exists(sleeper.pid)


def test_a_leftover_that_ends_meanwhile_stops_nothing(tmp_path, sleeper, monkeypatch):
    """The processes of a killed supervisor may end by themselves while the next start looks at them."""
    file = tmp_path / "running.json"
    running.write(file, running.Phase.READY, {"intake": sleeper.pid})
    found = list(running._alive(running.read(file)))
    monkeypatch.setattr(running, "_alive", lambda _: found)
    sleeper.kill()
    sleeper.wait()

    assert running.end_leftovers(file) == ["intake"]


def test_stranger_with_the_same_number_is_left_alone(tmp_path, sleeper):
    """A process that was born at another moment than the recorded one is not ours."""
    file = tmp_path / "running.json"
    running.write(file, running.Phase.READY, {"intake": sleeper.pid})
    born = str(psutil.Process(sleeper.pid).create_time())
    file.write_text(file.read_text().replace(born, "1.0"))

    assert running.end_leftovers(file) == []

    assert sleeper.poll() is None
