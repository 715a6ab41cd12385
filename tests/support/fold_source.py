"""What a projection's version stands for: its tables, its sources, and the code that its fold reaches.

`PYTHONPATH=tests python -m support.fold_source` stores them for new projections and raised versions in
tests/history/projections.json. Changed tables or sources under the same version are never stored. A changed fold is stored only
with `--same-result`, for whoever has shown that it gives the same rows (`lantai projections rebuild` ends 0).
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from inspect import getsource
from pathlib import Path
from types import ModuleType
from typing import TypedDict

from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from deploy.databases.projections import projections_of
from deploy.topology import SERVICES
from shared.projections.generations import Projection

FILE = Path(__file__).parents[1] / "history/projections.json"
FOLLOWED = re.compile(r"(?!shared)\w+\.projections\.\w+|shared\.staff\.\w+")
"""Modules that the fold's code is followed into; events have versions of their own, and shared code has its own tests."""
METHODS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Stamp(TypedDict):
    """A projection as it was at a version."""

    version: int
    tables: str
    fold: str


def stamps() -> dict[str, Stamp]:
    """Projection → its present stamp. The directory of staff is the same in every service."""
    return {
        f"{service}/{projection.name}": Stamp(
            version=projection.version, tables=_digest(_tables(projection)), fold=_digest(_fold(projection))
        )
        for service in SERVICES
        for projection in projections_of(service)
    }


def stored() -> dict[str, Stamp]:
    """The stored stamps."""
    found: dict[str, Stamp] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return found


def to_store(*, same_result: bool) -> dict[str, Stamp]:
    """What is stored from now on: the present stamp of each projection, except where its version should have been raised."""
    before, now = stored(), stamps()
    return {name: _accepted(before.get(name), stamp, same_result=same_result) for name, stamp in now.items()}


def _accepted(was: Stamp | None, now: Stamp, *, same_result: bool) -> Stamp:
    if was is None or now["version"] > was["version"]:
        return now
    return now if same_result and now["tables"] == was["tables"] else was


def _tables(projection: Projection) -> Iterator[str]:
    yield from sorted(projection.sources)
    for table in projection.metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect()))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            yield str(CreateIndex(index).compile(dialect=dialect()))


def _fold(projection: Projection) -> Iterator[str]:
    """The code of `fold` and of everything in the projections' modules that it names, without docstrings."""
    waiting, seen = [(_module(projection), type(projection).__name__)], set[tuple[str, str]]()
    while waiting:
        module, name = waiting.pop()
        if (module.__name__, name) in seen:
            continue
        seen.add((module.__name__, name))
        names = _names(module)
        if (node := names.get(name)) is None:
            continue
        if isinstance(node, ast.ImportFrom):
            if FOLLOWED.fullmatch(node.module or ""):
                waiting.append((import_module(node.module), name))
            continue
        own = module is _module(projection) and name == type(projection).__name__
        code = _code(node, methods_alone=own)
        yield f"{name} {ast.dump(code)}"
        used = sorted({each.id for each in ast.walk(code) if isinstance(each, ast.Name)})
        waiting += [(module, each) for each in used]


def _names(module: ModuleType) -> dict[str, ast.stmt]:
    """The names that a module binds at its top, each with its statement."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(getsource(module)).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found[node.name] = node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = node
            case ast.ImportFrom(names=aliases):
                found |= {alias.asname or alias.name: node for alias in aliases}
            case _:
                continue
    return found


def _code(node: ast.stmt, *, methods_alone: bool) -> ast.stmt:
    """A statement without docstrings; of the projection's class its methods, since version and sources are compared apart."""
    for each in ast.walk(node):
        if isinstance(each, (ast.ClassDef, *METHODS)):
            each.body = [line for line in each.body if not _is_text(line)]
    if methods_alone and isinstance(node, ast.ClassDef):
        node.body = [line for line in node.body if isinstance(line, METHODS)]
    return node


def _is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _module(projection: Projection) -> ModuleType:
    return sys.modules[type(projection).__module__]


def _digest(parts: Iterator[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


if __name__ == "__main__":
    FILE.write_text(json.dumps(to_store(same_result="--same-result" in sys.argv), indent=1) + "\n", "utf-8")
