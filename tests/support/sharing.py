"""Tests side by side: which go to the same process, and which begin first.

Those of a file go to one process, in their order. So do all that ask the same running stack, which every process would
start for itself. The heaviest gears begin first: else one process plays the year at the end, while the others wait.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

HEAVIEST_FIRST = ("system", "chaos", "browser", "service", "container", "contract", "unit", "bench")
STACKS: Mapping[str, re.Pattern[str]] = {
    "stack": re.compile(r": (DemoStack|StackCopy|Windows)\b"),
    "county": re.compile(r": County\b"),
}
"""A stack's fixture, and the types by which the tests of a file ask for it."""
TESTS = Path(__file__).parents[1]


@cache
def share_of(file: str) -> str:
    """What the tests of a file go with: a stack, or the file alone. `file` is named as in the id of a test."""
    place = TESTS.parent / file
    text = place.read_text("utf-8") if place.is_relative_to(TESTS) and place.exists() else ""
    return next((stack for stack, types in STACKS.items() if types.search(text)), file)


def heaviest_first(items: list[pytest.Item], gears: Mapping[pytest.Item, str]) -> None:
    """Put the shares with the heaviest gears first; within a share nothing changes its place."""
    ranks: dict[str, int] = {}
    for item in items:
        share, rank = _share(item.nodeid), HEAVIEST_FIRST.index(gears[item])
        ranks[share] = min(rank, ranks.get(share, rank))
    items.sort(key=lambda item: ranks[_share(item.nodeid)])


def _share(nodeid: str) -> str:
    return share_of(nodeid.partition("::")[0])


class Shares(LoadScopeScheduling):
    """Gives a process one share after another, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return _share(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares | None:
    """Take the place of `--dist=loadfile`."""
    return Shares(config, log) if config.getvalue("dist") == "loadfile" else None
