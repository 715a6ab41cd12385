"""Files, functions and nesting stay as small as a reader can hold; imports do not count."""

import ast
from collections.abc import Iterator

import pytest

from support import source_tree

FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40
NESTING_MAX = 3
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def oversize(source: str) -> Iterator[str]:
    """What is too large in a Python source."""
    tree = ast.parse(source)
    yield from long_text(source, imports=_import_lines(tree))
    for node in ast.walk(tree):
        if not isinstance(node, _FUNCTIONS):
            continue
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_MAX:
            yield f"{node.name}: {lines} lines"
        if (depth := _depth(node.body)) > NESTING_MAX:
            yield f"{node.name}: {depth} levels"


def long_text(source: str, *, imports: int = 0) -> Iterator[str]:
    """A file that is too long without its imports, whatever it is written in."""
    if (lines := source.count("\n") - imports) > FILE_LINES_MAX:
        yield f"{lines} lines"


def _import_lines(tree: ast.Module) -> int:
    """How many lines the imports at the head of a file take."""
    return sum(
        (node.end_lineno or 0) - node.lineno + 1
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def _depth(body: list[ast.stmt]) -> int:
    return max((_depth_of(node) for node in body), default=0)


def _depth_of(node: ast.stmt) -> int:
    if not isinstance(node, _BLOCKS):
        return 0
    inner = [part for name in ("body", "finalbody") for part in getattr(node, name, [])]
    inner += [
        part for case in (*getattr(node, "cases", ()), *getattr(node, "handlers", ())) for part in case.body
    ]
    orelse = getattr(node, "orelse", [])
    chained = isinstance(node, ast.If) and len(orelse) == 1 and isinstance(orelse[0], ast.If)
    return max(1 + _depth(inner), _depth(orelse) if chained else 1 + _depth(orelse))


def test_small_enough():
    """No file has more than 300 lines without its imports, no function more than 40, nothing is nested more than three deep."""
    assert source_tree.findings([*source_tree.sources(), *source_tree.tests()], oversize) == {}


def test_small_enough_beside_python():
    """Templates, styles and SQL keep the same length."""
    files = [file for file in source_tree.texts() if file.suffix in {".sql", ".html", ".css", ".js"}]

    assert source_tree.findings(files, long_text) == {}


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("x = 1\n" * 301, "301 lines"),
        ("def f():\n" + "    x = 1\n" * 40, "f: 41 lines"),
        (
            "async def f():\n  for x in y:\n    if x:\n      with x:\n        while x:\n          pass\n",
            "f: 4 levels",
        ),
        (
            "def f():\n  if a:\n    pass\n  else:\n    try:\n      match x:\n        case 1:\n          if b: pass\n    finally: pass\n",
            "f: 4 levels",
        ),
    ],
)
def test_sees_what_is_too_large(source, finding):
    """Each limit is noticed when it is passed."""
    assert finding in list(oversize(source))


def test_imports_do_not_count():
    """A file of 300 lines beside its imports is not too long, on however many lines these stand."""
    assert list(oversize("import os\nfrom x import (\n    a,\n    b,\n)\n" + "x = 1\n" * 300)) == []


def test_chain_of_elifs_is_flat():
    """Branches of one question are one level, however many."""
    source = "def f():\n  if a:\n    pass\n" + "  elif b:\n    pass\n" * 9

    assert list(oversize(source)) == []
