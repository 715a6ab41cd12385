"""What one member of the workspace needs: its sibling members, and its part of requirements.lock with the hashes.

An image holds one service and what that service needs, and every file of it was seen when the lock was made.
Runs before anything is installed, so it uses the standard library only:

    python -m deploy.needs members intake   → shared services/intake
    python -m deploy.needs lock intake      → the part of requirements.lock, for `pip install --require-hashes`
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

_OURS: Final = "lantai-"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRAS = re.compile(r"\[(.*?)\]")
_ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)


def member_folder(root: Path, name: str) -> Path | None:
    """Return the folder of the member `name`, None where the workspace has none of that name."""
    places = (root / name, root / "services" / name)
    return next((place for place in places if (place / "pyproject.toml").is_file()), None)


def members(root: Path, name: str) -> list[Path]:
    """Return the folders to install for the member `name`: those it stands on first, its own last."""
    folder = member_folder(root, name)
    if folder is None:
        raise SystemExit(f"没有名为 {name} 的组成部分：请写 shared、deploy 或一个服务的名称")
    siblings = [each.removeprefix(_OURS) for each in _requirements(folder) if each.startswith(_OURS)]
    found = [*(below for sibling in siblings for below in members(root, sibling)), folder]
    return list(dict.fromkeys(found))


def lock_part(root: Path, names: Iterable[str]) -> str:
    """Return the entries of the lock that the members or packages called `names` need, as the lock has them."""
    entries = {_name(entry): entry for entry in _entries(root)}
    wanted = {package for name in names for package in _packages(root, name)}
    missing = wanted - entries.keys()
    if missing:
        raise SystemExit(f"requirements.lock 缺少 {'、'.join(sorted(missing))}：请运行 make lock")
    parents = {package: _via(entry) for package, entry in entries.items()}
    grown = wanted
    while grown:
        grown = {package for package, by in parents.items() if by & grown} - wanted
        wanted |= grown
    return "".join(entry for package, entry in entries.items() if package in wanted)


def _packages(root: Path, name: str) -> set[str]:
    if member_folder(root, name) is None:
        return {_normal(name)}
    folders = members(root, name)
    extras = [extra for folder in folders for extra in _extras_of_siblings(folder)]
    needed = {each for folder in folders for each in (*_requirements(folder), *_optional(folder, extras))}
    return {each for each in needed if not each.startswith(_OURS)}


def _requirements(folder: Path) -> list[str]:
    return [_name(requirement) for requirement in _project(folder)["dependencies"]]


def _extras_of_siblings(folder: Path) -> Iterator[str]:
    """Yield the optional parts that a member asks of its siblings, such as `papers` in `lantai-shared[papers]`."""
    for requirement in _project(folder)["dependencies"]:
        if requirement.startswith(_OURS) and (found := _EXTRAS.search(requirement)):
            yield from found.group(1).split(",")


def _optional(folder: Path, extras: Iterable[str]) -> Iterator[str]:
    """Yield what the optional parts of a member need in addition."""
    offered = _project(folder).get("optional-dependencies", {})
    return (_name(requirement) for extra in extras for requirement in offered.get(extra, ()))


def _project(folder: Path) -> Any:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _entries(root: Path) -> Iterator[str]:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    return (entry for entry in _ENTRY.split(lock) if _NAME.match(entry))


def _via(entry: str) -> set[str]:
    """Return the packages that asked for an entry: the comment that the lock's maker leaves below it."""
    comment = entry.partition("# via")[2].replace("#", " ")
    return {_normal(word) for word in comment.split() if _NAME.fullmatch(word)}


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    return _normal(found.group()) if found else ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: list[str]) -> None:
    """Print what is asked for; the workspace is the current folder."""
    root = Path.cwd()
    match arguments:
        case ["members", name]:
            sys.stdout.write(" ".join(f"./{each.relative_to(root)}" for each in members(root, name)) + "\n")
        case ["lock", *names] if names:
            sys.stdout.write(lock_part(root, names))
        case _:
            raise SystemExit("用法：python -m deploy.needs members 名称 | lock 名称…")


if __name__ == "__main__":
    main(sys.argv[1:])
