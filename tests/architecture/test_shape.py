"""The same rooms in every service: who knows one, knows four."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support import house

ROOMS = ("__init__", "__main__", "app", "domain", "handlers", "projections", "web")
DOMAIN = ("commands", "decider", "rules")
NOUN = ("state", "commands", "rules", "decide", "evolve", "handlers")
"""What each noun of a service that is parted by nouns has."""
NOUNS = {"intake": ("request",)}
BESIDE = ("pyproject.toml", "README.md")


def missing_rooms(package: Path) -> Iterator[str]:
    """Rooms that a service should have and has not."""
    nouns = NOUNS.get(package.name, ())
    wanted = [room for room in ROOMS if not nouns or room not in {"domain", "handlers"}]
    wanted += [f"{noun}/{file}" for noun in nouns for file in NOUN] or [f"domain/{file}" for file in DOMAIN]
    yield from (room for room in wanted if not _is_there(package / room))
    reacts = [package / "reactions", *(package / noun / "reactions" for noun in nouns)]
    if "reactions=" in _text(package / "app.py") and not any(map(_is_there, reacts)):
        yield "reactions"  # a service may only watch; one that reacts does so where every reader looks for it
    for file in BESIDE:
        if not (package.parents[1] / file).is_file():
            yield file


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _is_there(path: Path) -> bool:
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@pytest.mark.parametrize("service", house.SERVICES)
def test_same_rooms(service):
    """Every service has every room that the others have."""
    assert list(missing_rooms(house.SOURCES[service])) == []


def test_sees_a_missing_room(tmp_path):
    """A service without a room, or with a folder that is no package in its place, is noticed."""
    package = tmp_path / "src" / "extra"
    (package / "web").mkdir(parents=True)
    for room in ROOMS[:-1]:
        (package / f"{room}.py").touch()

    assert list(missing_rooms(package)) == [
        "web",
        "domain/commands",
        "domain/decider",
        "domain/rules",
        *BESIDE,
    ]


@pytest.mark.parametrize("service", house.SERVICES)
def test_one_file_for_each_book(service):
    """A read model is one file: in projections there is no folder, and each file but the list holds one book."""
    folder = house.SOURCES[service] / "projections"

    assert [entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name != "__pycache__"] == []


@pytest.mark.parametrize("service", house.SERVICES)
def test_a_template_has_a_name_of_its_own(service):
    """Templates lie beside their pages and are found by their names, so that no two folders of a service share one."""
    web = house.SOURCES[service] / "web"
    names = [
        file.name
        for file in web.rglob("*.html")
        if file.parent.parent == web or file.parent == web / "templates"
    ]

    assert names
    assert sorted(names) == sorted(set(names))
