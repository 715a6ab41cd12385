"""Distributes tests over processes: which tests run in the same process, and which run first.

Tests of a file run in one process, in order. So do all tests that use the same running stack, since every process
would start its own. The heaviest gears run first, so that no process plays the year at the end while the others wait.
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
    "third_bureau": re.compile(r": ThirdBureauStack\b"),
}
"""A stack's fixture, and the types by which the tests of a file ask for it."""
TESTS = Path(__file__).parents[1]


@cache
def share_of(file: str) -> str:
    """The share of a test: a stack, or else its file. `file` is the path in the test's id."""
    place = TESTS.parent / file
    text = place.read_text("utf-8") if place.is_relative_to(TESTS) and place.exists() else ""
    return next((stack for stack, types in STACKS.items() if types.search(text)), file)


def heaviest_first(items: list[pytest.Item], gears: Mapping[pytest.Item, str]) -> None:
    """Sort the shares by their heaviest gear; the order within a share stays."""
    ranks: dict[str, int] = {}
    for item in items:
        share, rank = _share(item.nodeid), HEAVIEST_FIRST.index(gears[item])
        ranks[share] = min(rank, ranks.get(share, rank))
    items.sort(key=lambda item: ranks[_share(item.nodeid)])


def _share(nodeid: str) -> str:
    return share_of(nodeid.partition("::")[0])


class Shares(LoadScopeScheduling):
    """Gives each process one share after another, in the order of collection."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return _share(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares | None:
    """Replace the scheduler of `--dist=loadfile`."""
    return Shares(config, log) if config.getvalue("dist") == "loadfile" else None
