"""The same rooms in every service: who knows one, knows four."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support import source_tree

ROOMS = ("__init__", "__main__", "app", "cli", "projections", "web")
LAYERS = ("domain", "handlers")
DOMAIN = ("commands", "decider", "rules")
NOUN = ("commands", "decide", "evolve", "handlers", "rules", "state")
BESIDE = ("pyproject.toml", "README.md")


def missing_rooms(package: Path) -> Iterator[str]:
    """Rooms that a service should have and has not."""
    for room in ROOMS:
        if not _is_there(package / room):
            yield room
    nouns = sorted(file.parent for file in package.glob("*/state.py"))
    yield from _missing_of_nouns(nouns) if nouns else _missing_of_layers(package)
    rooms = [package, *nouns]
    if "reactions=" in _text(package / "app.py") and not any(_is_there(room / "reactions") for room in rooms):
        yield "reactions"  # a service may only watch; one that reacts does so where every reader looks for it
    for file in BESIDE:
        if not (package.parents[1] / file).is_file():
            yield file


def _missing_of_nouns(nouns: list[Path]) -> Iterator[str]:
    for noun in nouns:
        yield from (f"{noun.name}/{room}" for room in NOUN if not _is_there(noun / room))


def _missing_of_layers(package: Path) -> Iterator[str]:
    yield from (room for room in LAYERS if not _is_there(package / room))
    yield from (f"domain/{room}" for room in DOMAIN if not _is_there(package / "domain" / room))


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _is_there(path: Path) -> bool:
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@pytest.mark.parametrize("service", source_tree.SERVICES)
def test_same_rooms(service):
    """Every service has every room that the others have."""
    assert list(missing_rooms(source_tree.SOURCES[service])) == []


def test_sees_a_missing_room(tmp_path):
    """A service without a room, or with a folder that is no package in its place, is noticed."""
    package = tmp_path / "src" / "extra"
    (package / "web").mkdir(parents=True)
    for room in (*ROOMS[:-1], *LAYERS):
        (package / f"{room}.py").touch()

    assert list(missing_rooms(package)) == [
        "web",
        "domain/commands",
        "domain/decider",
        "domain/rules",
        *BESIDE,
    ]


@pytest.mark.parametrize("service", source_tree.SERVICES)
def test_one_file_for_each_book(service):
    """A read model is one file: in projections there is no folder, and each file but the list holds one projection."""
    folder = source_tree.SOURCES[service] / "projections"

    assert [entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name != "__pycache__"] == []
