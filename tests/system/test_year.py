"""The scripted year of both bureaus, played on the real pages and held against what was written by hand."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from captured.stored import differences, gist, stored, texts_of
from support import source_tree

PLAY_SECONDS = 900
"""The year takes two minutes on a machine that does nothing else."""
SHOWN_MAX = 200
"""Lines of a difference that are printed; the whole is printed by the command below."""
ANEW = "wanted? PYTHONPATH=tests .venv/bin/python -m captured --write FOLDER stores the texts anew"


@dataclass(frozen=True)
class Played:
    """A run of `lantai demo --once`: what it said, the folder it ran in, and the texts of everything that was shown."""

    done: subprocess.CompletedProcess[str]
    place: Path
    texts: Path


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """`lantai demo --once` with an onlooker, in an empty folder."""
    place, texts = tmp_path_factory.mktemp("year"), tmp_path_factory.mktemp("texts")
    users = {**os.environ, "TMPDIR": str(place), "PYTHONPATH": str(source_tree.TESTS)}
    command = [sys.executable, "-m", "captured", str(texts)]
    done = subprocess.run(command, cwd=place, env=users, check=False, capture_output=True, text=True)
    return Played(done, place, texts)


@pytest.mark.timeout(PLAY_SECONDS)
def test_demo_once_plays_the_year(played: Played):
    """`lantai demo --once` plays the year on a stack of its own, finds nothing otherwise than by hand, and leaves nothing."""
    done, place = played.done, played.place

    assert done.returncode == 0, done.stdout + done.stderr
    assert "演示完成，70 件，与手算一致" in done.stdout
    for what in ("到期日", "年报表三和每一格背后的申请", "答复书的文字", "每个事件时的回放", "摘要与链"):
        assert what in done.stdout
    assert list(place.iterdir()) == []
    assert not [each for each in psutil.process_iter(["cmdline"]) if str(place) in str(each.info["cmdline"])]


def test_everything_says_what_it_said(played: Played):
    """Every page, paper and reading command of the year says the same as the texts that are stored."""
    before, now = stored(), texts_of(played.texts)
    found = list(differences(before, now))

    assert not found, "\n".join(
        ["", *_start_of(found), "in short:", *_start_of(list(gist(before, now))), ANEW]
    )


def _start_of(lines: Sequence[str]) -> Sequence[str]:
    left_out = len(lines) - SHOWN_MAX
    return [*lines[:SHOWN_MAX], f"… and {left_out} lines more"] if left_out > 0 else lines
