"""The source tree for the architecture tests: files, members, nouns, agencies."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("intake", "review", "deadline", "reporting")
SOURCES = {
    "shared": ROOT / "shared/src/shared",
    **{service: ROOT / f"services/{service}/src/{service}" for service in SERVICES},
    "deploy": ROOT / "deploy/src/deploy",
}
TESTS = ROOT / "tests"


def sources() -> Iterator[Path]:
    """Every Python file of the members."""
    for folder in SOURCES.values():
        yield from sorted(folder.rglob("*.py"))


def nouns(service: str) -> frozenset[str]:
    """The nouns of a service that have a folder."""
    return frozenset(file.parent.name for file in SOURCES[service].glob("*/state.py"))


def tests() -> Iterator[Path]:
    """Every Python file of the tests."""
    yield from sorted(TESTS.rglob("*.py"))


def texts() -> Iterator[Path]:
    """Every text file of the project that a person reads."""
    yield from (file for file in sorted(ROOT.glob("*")) if file.is_file() and file.name != ".git")
    yield from (ROOT / ".ci").glob("*")
    for folder in ("shared", "services", "deploy", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in {
                ".py",
                ".md",
                ".toml",
                ".sql",
                ".html",
                ".css",
                ".js",
                ".json",
                ".yaml",
                ".typ",
            }:
                yield file


def place(file: Path) -> str:
    """The path by which a finding names a file."""
    return str(file.relative_to(ROOT))


def findings(files: Iterable[Path], check: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """The findings of a check, by file; empty if there are none. Fails if there are no files to check."""
    found = {place(file): list(check(file.read_text("utf-8"))) for file in files}
    assert found
    return {file: what for file, what in found.items() if what}


@cache
def agencies() -> frozenset[str]:
    """The ids of the packs that ship."""
    packs = SOURCES["shared"] / "policy/packs"
    return frozenset(folder.name for folder in packs.iterdir() if (folder / "pack.toml").exists())
