"""A start in the background: waited for while it moves, ended when it does not, and a play that broke off is noticed."""

import sys
import textwrap

import psutil
import pytest

from deploy.commands import demo, up
from deploy.place import lock, progress
from deploy.place.folder import StackFolder
from deploy.place.progress import HalfPlayed, Playing
from deploy.servers.process import StartFailed
from deploy.stack import detached
from deploy.stack.detached import StartTimeouts

HEAD = """
import sys, time
from pathlib import Path
from deploy.place import running
from deploy.place.folder import StackFolder
from deploy.place.progress import Playing
folder = StackFolder.of(Path.cwd())
"""
OPEN = "running.write(folder.running, running.Phase.OPEN, {})\ntime.sleep(60)\n"
SPEAKS = "for n in range(8): print(f'第 {n} 项', flush=True); time.sleep(0.4)\n"
PLAYS = """
playing = Playing.begin(folder, ['qh-31'], 9)
for n in range(8): playing.did(1); time.sleep(0.4)
"""


@pytest.fixture
def background(tmp_path):
    """Start a script as the supervisor of a folder; what it left running is ended."""
    pids = []

    def start(script, still=2.0, most=60.0):
        said = []
        try:
            body = HEAD + textwrap.dedent(script)
            detached.start(tmp_path, [sys.executable, "-c", body], said.append, StartTimeouts(still, most))
        finally:
            mine = [one for one in psutil.process_iter(["cwd"]) if one.info["cwd"] == str(tmp_path)]
            pids.extend(one.pid for one in mine)
        return "".join(said)

    yield start
    for pid in pids:
        if psutil.pid_exists(pid):
            psutil.Process(pid).kill()


def test_a_start_is_waited_for_while_it_speaks(background):
    """It takes longer than anybody waits for silence, and all it says is heard as in the foreground."""
    said = background(SPEAKS + OPEN)

    assert said.splitlines() == [f"第 {n} 项" for n in range(8)]


def test_a_start_is_waited_for_while_a_demo_is_played(background):
    """The play says a line a month only; the acts that it counts are progress too."""
    assert background(PLAYS + OPEN) == ""


def test_a_start_that_does_not_move_is_ended(background, tmp_path):
    """What hangs is stopped before the sentence is said, and nothing holds the folder."""
    with pytest.raises(StartFailed, match="2 秒没有进展，后台进程已停止"):
        background("time.sleep(60)")

    assert not [one for one in psutil.process_iter(["cwd"]) if one.info["cwd"] == str(tmp_path)]


def test_a_start_that_never_ends_has_a_bound(background):
    """Moving for ever is no start either."""
    with pytest.raises(StartFailed, match="超过 0 分钟"):
        background("while True: print('还在启动', flush=True); time.sleep(0.2)", most=3.0)


def test_a_play_that_was_stopped_is_told(background):
    """Who waited reads how far it came and how to begin anew."""
    with pytest.raises(StartFailed, match=r"共 9 项，只办到第 8 项.*lantai down，删除文件夹"):
        background(PLAYS + "time.sleep(60)")


def test_a_second_start_leaves_the_log_of_the_first(background, tmp_path):
    """A stack that runs already is named before anything is written."""
    folder = StackFolder.of(tmp_path).create()
    folder.log("up").write_text("兰台已就绪")

    with lock.held(folder.lock), pytest.raises(lock.AlreadyRunning):
        background("time.sleep(60)")

    assert folder.log("up").read_text() == "兰台已就绪"


@pytest.fixture
def broken_off(tmp_path):
    """A folder in which a play broke off."""
    folder = StackFolder.of(tmp_path).create()
    Playing.begin(folder, ["qh-02", "qh-31"], 40).did(12)
    return folder


def test_a_half_played_year_is_refused(broken_off, monkeypatch):
    """`up --demo` says so before anything starts, with what to do."""
    monkeypatch.chdir(broken_off.root.parent)

    with pytest.raises(HalfPlayed, match=r"共 40 项，只办到第 12 项.*\.lantai，再运行 lantai up --demo"):
        up.up(demo=True)

    assert not broken_off.postgres.exists()


def test_a_play_under_way_is_not_called_broken_off(broken_off):
    """Whoever holds the folder is playing: the lock says so."""
    with lock.held(broken_off.lock):
        progress.refuse_half(broken_off)


def test_a_whole_year_is_not_half(broken_off):
    """A play that came to its end is shown again, and it is said that it was played."""
    playing = Playing(broken_off.progress, progress.read(broken_off))
    playing.end()

    progress.refuse_half(broken_off)

    assert progress.half_played(broken_off) == ""
    assert "已演示过 2 件，没有再演" in progress.why_not_again(broken_off)


async def test_requests_that_are_there_are_not_passed_over_in_silence(tmp_path, monkeypatch, capsys):
    """Where somebody's requests stand nothing is played, and the reader is told."""

    class Held:
        folder = StackFolder.of(tmp_path).create()

    async def some(_stack):
        return True

    monkeypatch.setattr(demo, "_has_requests", some)

    await demo.play_if_new("qh-31")(Held())

    assert "此目录已有申请，没有再演" in capsys.readouterr().out
