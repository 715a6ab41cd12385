"""Reads lock files, and the dependencies of installed distributions."""

from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def pinned(lock: str) -> dict[str, str]:
    """Package → version in a lock of the workspace."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return dict(line.removesuffix(" \\").split("==") for line in lines if "==" in line)


def needed_by(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """All distributions that `name` needs, itself included, by their metadata for this Python and system."""
    found: set[str] = set()
    waiting, seen = [(canonicalize_name(name), extras)], set()
    while waiting:
        at, chosen = each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        found.add(at)
        for line in distribution(at).requires or ():
            below = Requirement(line)
            if below.marker is None or any(below.marker.evaluate({"extra": one}) for one in chosen | {""}):
                waiting.append((canonicalize_name(below.name), frozenset(below.extras)))
    return found
