"""How a figure is taken: contestants in turn, several rounds, medians, ratios; never one time alone."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5

Run = Callable[[], Awaitable[float]]
"""One round of one contestant; answers its figure (per second)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Ours beside one other: the ratio that counts, and the target it has to reach."""

    name: str
    ours: float
    other: float
    beside: str
    target: float
    unit: str = "/s"
    at_most: bool = False
    """True: the ratio ours/other must not exceed the target (latencies)."""

    @property
    def ratio(self) -> float:
        """Ours over the other's."""
        return self.ours / self.other if self.other else float("inf")

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


async def medians(contestants: Mapping[str, Run], rounds: int = ROUNDS) -> dict[str, float]:
    """The median figure of each contestant, A B C A B C …, so that a drifting machine is shared out evenly."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            taken[name].append(await run())
    return {name: statistics.median(values) for name, values in taken.items()}


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def seconds(self) -> float:
        """Elapsed."""
        return time.perf_counter() - self._began
