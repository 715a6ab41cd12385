"""Dependencies: each member names what it imports itself, so that it installs alone and nothing comes in by chance."""

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

from support import source_tree

OURS = (*source_tree.SERVICES, "shared", "deploy")
BROUGHT_BY = {"starlette": "fastapi"}
"""A distribution that another one brings along, and whose version that one rules."""


def imported(source: str) -> Iterator[str]:
    """The third-party packages that a module imports."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                roots = {name.name.partition(".")[0] for name in names}
            case ast.ImportFrom(module=str(module), level=0):
                roots = {module.partition(".")[0]}
            case _:
                continue
        yield from roots - set(OURS) - sys.stdlib_module_names


@cache
def distributions() -> Mapping[str, list[str]]:
    """Importable package → the distributions that give it, as they are installed here."""
    return packages_distributions()


def givers(root: str) -> set[str]:
    """The distributions that give an importable package, by their names in lower case."""
    names = {name.lower().replace("_", "-") for name in distributions().get(root, [root])}
    return {BROUGHT_BY.get(name, name) for name in names}


def undeclared(package: Path, project: str) -> set[str]:
    """What a package imports and its project does not name."""
    metadata = tomllib.loads(project)["project"]
    optional = chain.from_iterable(metadata.get("optional-dependencies", {}).values())
    declared = {each.partition("[")[0] for each in (*metadata["dependencies"], *optional)}
    roots = {root for file in package.rglob("*.py") for root in imported(file.read_text("utf-8"))}
    return {root for root in roots if not givers(root) & declared}


@pytest.mark.parametrize("member", OURS)
def test_what_is_imported_is_declared(member):
    """Every third-party import of a member stands in its own pyproject.toml."""
    package = source_tree.SOURCES[member]

    assert undeclared(package, (package.parents[1] / "pyproject.toml").read_text("utf-8")) == set()


def test_sees_what_is_not_declared(tmp_path):
    """A library that is only there because another member needs it is named."""
    (tmp_path / "letters.py").write_text("import typst\n", "utf-8")

    assert undeclared(tmp_path, "[project]\ndependencies = ['fastapi']\n") == {"typst"}


def test_only_papers_need_what_is_optional():
    """A service that renders nothing installs `shared` without the press: no other module of it imports `shared.papers`."""
    package = source_tree.SOURCES["shared"]
    others = [file for file in package.rglob("*.py") if package / "papers" not in file.parents]

    assert others
    assert [file for file in others if "shared.papers" in file.read_text("utf-8")] == []
    assert {root for file in others for root in imported(file.read_text("utf-8"))}.isdisjoint(
        {"typst", "pylopdf_fonts_zh_cn"}
    )
