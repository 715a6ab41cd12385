"""The scripted year of both bureaus, played on the real pages and held against what was written by hand."""

import os
import subprocess

import psutil

from deploy.servers.binaries import program


def test_demo_once_plays_the_year(tmp_path):
    """`lantai demo --once` plays the year on a stack of its own, finds nothing otherwise than by hand, and leaves nothing."""
    command = [program("lantai"), "demo", "--once"]
    room = {**os.environ, "TMPDIR": str(tmp_path)}

    done = subprocess.run(command, cwd=tmp_path, env=room, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "演示完成，70 件，与手算一致" in done.stdout
    for what in ("到期日", "年报表三和每一格背后的申请", "答复书的文字", "每个事件时的回放", "摘要与链"):
        assert what in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert not [
        each for each in psutil.process_iter(["cmdline"]) if str(tmp_path) in str(each.info["cmdline"])
    ]
