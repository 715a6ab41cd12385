"""A broken process ends, although its last words cannot be written."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit
LAST_WORDS = """
from shared.process import logs
from shared.process.ending import end_process
logs.configure("intake", json=True)
{before}
try:
    raise RuntimeError("broken")
except RuntimeError:
    end_process(72, "carrier.broken")
"""
FAULTY = "logs.structlog.configure(processors=[None])"


@pytest.mark.parametrize("before", ["", FAULTY], ids=["full disk", "faulty log"])
def test_process_ends_whatever_logging_does(before):
    """The exit code is that of the fault, so that the supervisor starts another process."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", LAST_WORDS.format(before=before)], check=False, stdout=full, stderr=full
        )

    assert done.returncode == 72
