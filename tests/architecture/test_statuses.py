"""What no pure module knows: HTTP. The edge alone says with which status a refusal is answered (`shared/web/errors/problem.py`)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.command import decider
from support import source_tree

PURE = {"state.py", "commands.py", "rules.py", "decide.py", "evolve.py"}
REFUSALS = {kind.__name__ for kind in (decider.Refusal, *decider.Refusal.__subclasses__())}
SPEAKS_HTTP = {"http", "starlette", "fastapi", "httpx"}


def is_pure(file: Path) -> bool:
    """Whether a file decides, or says what a decision is made of."""
    return "domain" in file.parts or file.name in PURE or file == Path(decider.__file__)


def statuses(source: str) -> Iterator[str]:
    """Places that speak of HTTP: a status given to a refusal, a number from 400 to 599, an import."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name), keywords=given) if name in REFUSALS:
                yield from (f"line {node.lineno}: status" for each in given if each.arg == "status")
            case ast.Constant(value=int(number)) if 400 <= number <= 599:
                yield f"line {node.lineno}: {number}"
            case ast.Import(names=names):
                roots = {each.name.partition(".")[0] for each in names}
                yield from (f"line {node.lineno}: import {root}" for root in roots & SPEAKS_HTTP)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in SPEAKS_HTTP:
                yield f"line {node.lineno}: from {module}"
            case _:
                pass


def test_no_pure_module_speaks_http():
    """Where a rule is decided, no HTTP status is known."""
    assert source_tree.findings(filter(is_pure, source_tree.sources()), statuses) == {}


@pytest.mark.parametrize(
    "source",
    [
        "raise Refusal('a', 'b', status=code)",
        "raise NotFound('a', 'b', status=code)",
        "raise Refusal('a', 'b', 'c', 422)",
        "KEPT = {404: 'gone'}",
        "from http import HTTPStatus",
        "import starlette.exceptions",
    ],
)
def test_sees_http(source):
    """Each way to speak of HTTP is noticed."""
    assert list(statuses(source)) != []


def test_sees_a_status_in_a_rule(tmp_path):
    """A status that is written into a file of rules is found there, and a file of pages is left alone."""
    rules, page = tmp_path / "rules.py", tmp_path / "page.py"
    for file in (rules, page):
        file.write_text("raise NotYours('a', 'b', status=403)", "utf-8")

    assert [file for file in (rules, page) if is_pure(file) and list(statuses(file.read_text("utf-8")))] == [
        rules
    ]
