"""`python -m chaos --seed N --seconds S`: one run on a stack of its own.

Ends 1 when the oracle finds anything, 2 when fewer commands a second were answered than `--at-least` asks for.
"""

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from chaos.run import Result, play


def main() -> int:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--at-least", type=float, default=0.0, help="commands answered per second")
    chosen = arguments.parse_args()
    say(f"seed {chosen.seed}, {chosen.seconds:.0f} s")
    with tempfile.TemporaryDirectory(prefix="lantai-chaos-") as place:
        result = play(Path(place), chosen.seed, chosen.seconds, say)
    for name, times in sorted(result.faults.items()):
        say(f"{times:6}  {name}; {result.answered_under[name]} commands answered under it")
    for lane in result.lanes:
        say(f"{len(lane.rows):6}  events in {lane.name}")
    for wrong in result.wrong:
        say(f"WRONG {wrong}")
    say(f"seed {chosen.seed}: {f'{len(result.wrong)} findings' if result.wrong else 'exact'}")
    return 1 if result.wrong else 2 if _too_slow(result, chosen.at_least) else 0


def _too_slow(result: Result, at_least: float) -> bool:
    """Whether the machine did less than was asked of it. It is not the test's matter: a test asserts no time."""
    per_second = result.load.per_second if result.load else 0.0
    if per_second < at_least:
        say(f"TOO SLOW: {per_second:.1f} of {at_least:.0f} commands/s")
    return per_second < at_least


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
