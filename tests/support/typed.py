"""`lantai …` typed in this process: what it says and how it ends, without the second that a start of Python takes."""

import io
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from deploy import cli

COLUMNS = "100"
"""The width of the screen, which help texts are broken to."""


@dataclass(frozen=True)
class Typed:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def typed(place: Path, *words: str) -> Typed:
    """Type `lantai …` in a folder. It runs in a thread, since it makes a loop; no other may type meanwhile."""
    out, err = io.StringIO(), io.StringIO()
    with ThreadPoolExecutor(1) as hand, chdir(place), redirect_stdout(out), redirect_stderr(err):
        code = hand.submit(run, *words).result()
    return Typed(code, out.getvalue(), err.getvalue())


def run(*words: str) -> int:
    """Run `lantai …` here and now; the exit code. An exception that the command does not catch is raised."""
    with _as_started(words):
        try:
            cli.main()
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


@contextmanager
def _as_started(words: tuple[str, ...]) -> Iterator[None]:
    """The arguments, the screen and the environment of a program of its own; what it sets is put back."""
    started = sys.modules["__main__"]
    with (
        patch.dict(os.environ, {"COLUMNS": COLUMNS}),
        patch.object(sys, "argv", ["lantai", *words]),
        patch.object(
            started, "__package__", ""
        ),  # else the help texts call the program as this one was started
    ):
        yield
