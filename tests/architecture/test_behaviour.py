"""No code reads a clock, and none treats an agency by its name."""

import ast
from collections.abc import Iterator
from functools import partial

import pytest

from support import source_tree

CLOCK = source_tree.SOURCES["shared"] / "time" / "clock.py"
_READINGS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def clock_readings(source: str) -> Iterator[str]:
    """Places that ask the machine what time it is."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "attr", getattr(node.value, "id", ""))
            if (owner, node.attr) in _READINGS:
                yield f"line {node.lineno}: {owner}.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (
                f"line {node.lineno}: time.{a.name}" for a in node.names if ("time", a.name) in _READINGS
            )


def favours(source: str, agencies: frozenset[str]) -> Iterator[str]:
    """Places that compare with the id of an agency: what an agency differs in belongs in its pack."""
    questions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.Compare, ast.MatchValue)))
    for part in (part for question in questions for part in ast.walk(question)):
        if isinstance(part, ast.Constant) and part.value in agencies:
            yield f"line {part.lineno}: {part.value}"


def test_only_the_clock_reads_a_clock():
    """Time comes as a parameter; the machine is asked in shared/time/clock.py alone."""
    assert (
        source_tree.findings((file for file in source_tree.sources() if file != CLOCK), clock_readings) == {}
    )


def test_no_agency_is_special():
    """No code asks which agency it works for."""
    assert (
        source_tree.findings(
            source_tree.sources(), partial(favours, agencies=source_tree.agencies() - {"national"})
        )
        == {}
    )


def test_agencies_are_known():
    """The packs that ship are found, so the rule above is not blind."""
    assert {"national", "qionghai", "tongliao"} <= source_tree.agencies()


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(UTC)",
        "dt.datetime.now()",
        "date.today()",
        "f(default=datetime.utcnow)",
        "time.time()",
        "from time import time",
    ],
)
def test_sees_clock_readings(source):
    """Each way to read a clock is noticed."""
    assert list(clock_readings(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        'a == "ceshi"',
        'a in ("x", "ceshi")',
        '"ceshi" != a.b',
        "match a:\n  case 'ceshi': pass",
        "match a:\n  case 'x' | 'ceshi': pass",
    ],
)
def test_sees_favours(source):
    """Each way to ask for one agency is noticed."""
    assert list(favours(source, frozenset({"ceshi"}))) != []
