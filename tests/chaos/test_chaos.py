"""Every fault at least once under load, on a stack of its own; then the oracle finds nothing.

`CHAOS_SEED` and `CHAOS_SECONDS` choose the run; `python -m chaos` prints more of it.
"""

import os
import secrets
import sys
from pathlib import Path

import pytest

from chaos.__main__ import say
from chaos.run import AGAIN, ANSWERED_MIN, play

pytestmark = pytest.mark.chaos
SECONDS = 60.0


@pytest.mark.timeout(600)
def test_run_is_exact(tmp_path: Path) -> None:
    """After kills, roll-backs, losses, forgeries and poison every lane, effect, answer and projection is exact."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**6))
    seconds = float(os.environ.get("CHAOS_SECONDS") or SECONDS)
    sys.stdout.write(f"\nCHAOS_SEED={seed} CHAOS_SECONDS={seconds:.0f}\n")

    result = play(tmp_path, seed, seconds, say)

    assert result.wrong == []
    assert len(result.faults) == 12
    assert all(result.faults.values())
    struck = set(result.faults) - {AGAIN}
    assert {name for name in struck if result.answered_under[name] < ANSWERED_MIN} == set()
