"""`python -m chaos --seed N --seconds S`: one run on a stack of its own; ends 1 when the oracle finds anything."""

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from chaos.run import play


def main() -> int:
    """Run and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    arguments.add_argument("--seconds", type=float, default=60.0)
    chosen = arguments.parse_args()
    say(f"seed {chosen.seed}, {chosen.seconds:.0f} s")
    with tempfile.TemporaryDirectory(prefix="lantai-chaos-") as place:
        result = play(Path(place), chosen.seed, chosen.seconds, say)
    for name, times in sorted(result.faults.items()):
        say(f"{times:6}  {name}")
    for lane in result.lanes:
        say(f"{len(lane.rows):6}  events in {lane.name}")
    for wrong in result.wrong:
        say(f"WRONG {wrong}")
    say("exact" if not result.wrong else f"{len(result.wrong)} findings")
    return 1 if result.wrong else 0


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
