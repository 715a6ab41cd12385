"""One guarded process: its account, its end, its environment."""

import os
import pwd
import subprocess
import sys
import time

import pytest

from deploy.servers.process import Launch, Process, StartFailed, guarded, inherited

pytestmark = pytest.mark.service


def _launch(tmp_path, *command, **more):
    return Launch(name="tried", command=command, log=tmp_path / "tried.log", is_ready=lambda: False, **more)


def _other_account():
    """An account that is not ours, where we may change it."""
    nobody = pwd.getpwnam("nobody")
    return (nobody.pw_uid, nobody.pw_gid) if os.geteuid() == 0 else None


def test_other_account_keeps_the_way_through_private_folders(tmp_path):
    """A server that may not run as root still finds its programs below a folder that only root enters."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    program = private / "program"
    program.write_text("#!/bin/sh\n/usr/bin/test -x $0 && id -u\n")
    program.chmod(0o755)
    account = _other_account()

    done = subprocess.run(
        guarded(_launch(tmp_path, str(program), account=account)), capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == (account[0] if account else os.geteuid())


def test_early_end_is_told_with_the_end_of_the_log(tmp_path):
    """A process that ends before it is ready raises with what it wrote last."""
    process = Process(_launch(tmp_path, sys.executable, "-c", "raise SystemExit('port is taken')"))
    process.spawn()

    with pytest.raises(StartFailed, match="port is taken"):
        process.wait_ready(10)


def test_process_that_does_not_listen_is_ended_by_force(tmp_path):
    """A process that ignores the polite signal is gone after the launch's patience."""
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    process = Process(_launch(tmp_path, sys.executable, "-c", deaf, patience_seconds=0.5))
    process.spawn()
    while "up" not in process.launch.log.read_text():
        time.sleep(0.02)

    process.stop()

    assert not process.is_alive()
    assert process.pid is None


def test_environment_carries_no_setting_that_was_not_given():
    """Settings of other stacks and of client programs do not leak into a server."""
    given = inherited({"LANTAI_SERVICE": "intake"})

    assert [name for name in given if name.startswith(("LANTAI_", "PG", "NATS_"))] == ["LANTAI_SERVICE"]
    assert given["PATH"] == os.environ["PATH"]
