"""Runs `lantai …` in this process and captures output and exit code, which saves the second that Python needs to
start.
"""

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
    """A command's output and exit code."""

    returncode: int
    stdout: str
    stderr: str


def typed(place: Path, *words: str) -> Typed:
    """Run `lantai …` in a folder, in a thread since it starts an event loop. Only one may run at a time."""
    out, err = io.StringIO(), io.StringIO()
    with ThreadPoolExecutor(1) as hand, chdir(place), redirect_stdout(out), redirect_stderr(err):
        code = hand.submit(run, *words).result()
    return Typed(code, out.getvalue(), err.getvalue())


def run(*words: str) -> int:
    """Run `lantai …`; return the exit code. Exceptions that the command does not catch are raised."""
    with _as_started(words):
        try:
            cli.main()
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


@contextmanager
def _as_started(words: tuple[str, ...]) -> Iterator[None]:
    """Set arguments, screen and environment as in a separate program, and restore them afterwards."""
    started = sys.modules["__main__"]
    with (
        patch.dict(os.environ, {"COLUMNS": COLUMNS}),
        patch.object(sys, "argv", ["lantai", *words]),
        patch.object(
            started, "__package__", ""
        ),  # else the help texts call the program as this one was started
    ):
        yield
