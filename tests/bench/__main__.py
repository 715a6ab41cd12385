"""`make bench`: every figure beside its floor or peer; ends with 1 when a target is missed.

`BENCH_ONLY=append,relay` takes a part; `BENCH_SECONDS`, `BENCH_REPLAY_EVENTS`, `BENCH_REBUILD_REQUESTS` set lengths.
"""

import asyncio
import os
import sys

import uvloop
from rich.console import Console
from rich.table import Table

from bench import append, due_dates, end_to_end, fair_lanes, filing, pages, rebuild, relay, replay
from bench.ground import ground
from bench.measure import Figure

PARTS = {
    "due_dates": due_dates.figures,
    "append": append.figures,
    "filing": filing.figures,
    "relay": relay.figures,
    "end_to_end": end_to_end.figures,
    "fair_lanes": fair_lanes.figures,
    "replay": replay.figures,
    "rebuild": rebuild.figures,
    "pages": pages.figures,
}
PROJECTIONS = {"deadline": (), "reporting": fair_lanes.PROJECTIONS["reporting"], **end_to_end.PROJECTIONS}


async def measure() -> list[Figure]:
    """Each part on fresh servers, so that none pays for another's rows."""
    chosen = os.environ.get("BENCH_ONLY", ",".join(PARTS)).split(",")
    found: list[Figure] = []
    for name in chosen:
        async with ground(PROJECTIONS) as here:
            taken = await PARTS[name](here)
        show(taken)
        found.extend(taken)
    return found


def show(figures: list[Figure]) -> None:
    """The table."""
    table = Table("what", "ours", "other", "beside", "ratio", "target", "met")
    for one in figures:
        bound = "≤" if one.at_most else "≥"
        table.add_row(
            one.name,
            f"{one.ours:,.1f} {one.unit}",
            f"{one.other:,.1f} {one.unit}",
            one.beside,
            f"{one.ratio:.2f}",
            f"{bound} {one.target}",
            "yes" if one.met else "NO",
        )
    Console(width=140).print(table)


if __name__ == "__main__":
    uvloop.install()
    taken = asyncio.run(measure())
    show(taken)
    sys.exit(0 if all(one.met for one in taken) else 1)
