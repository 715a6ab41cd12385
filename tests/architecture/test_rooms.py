"""The rules of the source tree: at most twelve modules in a folder, the same names in each noun, contracts that miss nothing.

What breaks it today stands in violations.toml. That list only shrinks: what is not on it fails, and so does what is on it
and keeps the rule.
"""

import tomllib
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from support import source_tree

VIOLATIONS = Path(__file__).with_name("violations.toml")
MODULES_MAX = 12
NOUN = frozenset({"state", "commands", "rules", "decide", "evolve", "handlers", "reactions"})
"""What the files of a noun are called, in every noun."""
FACETS: Mapping[str, frozenset[str]] = {
    "deadline/calendar": frozenset({"package", "notice_file"}),
    "deadline/clock": frozenset({"period", "letters", "count", "standing", "effects", "what_if"}),
    "review/case": frozenset({"extension", "consultation", "closing", "signing", "answer"}),
    "intake/request": frozenset({"admission", "correction", "filing", "keeping", "receipt", "serving"}),
    "intake/request/serving": frozenset({"proof"}),
}
"""Noun → what it has besides: each facet is a file, or a folder where it has a page of its own."""
BESIDE: Mapping[str, frozenset[str]] = {
    "intake/past": frozenset({"ledger", "lines"}),
    "intake/register": frozenset({"numbers"}),
    "intake/request": frozenset({"application", "from_policy", "papers"}),
}
"""Noun → what its handlers work with and no other noun has: forms, policy, papers, files."""
MARKS = frozenset({"decide", "state", "decider", "evolution"})
"""A folder that holds one of these is a noun; the last two are wrong names."""
LAYER = "domain"
WITH_PORTS = frozenset({"handlers", "reactions"})
PURE = NOUN - WITH_PORTS


def crowded(packages: Mapping[str, Path]) -> Iterator[str]:
    """Folders with more modules than a reader holds in mind."""
    for name, package in packages.items():
        for folder in _folders(package):
            if len(_modules(folder)) > MODULES_MAX:
                yield _place(name, package, folder)


def misnamed(services: Mapping[str, Path]) -> Iterator[str]:
    """Domains that are a layer and no noun; in nouns, whatever is not called as in the others."""
    for name, package in services.items():
        yield from (_place(name, package, folder) for folder in _folders(package) if folder.name == LAYER)
    for noun, files in nouns(services).items():
        yield from (
            f"{noun}/{each}"
            for each in sorted(files - NOUN - FACETS.get(noun, NOUN) - BESIDE.get(noun, NOUN))
        )


def nouns(services: Mapping[str, Path]) -> Mapping[str, set[str]]:
    """Each noun of each service, with its files and folders."""
    return {
        _place(name, package, folder): _modules(folder) | _rooms(folder)
        for name, package in services.items()
        for folder in _folders(package)
        if folder.name != LAYER and not MARKS.isdisjoint(_modules(folder))
    }


def incomplete(contracts: str, found: Mapping[str, set[str]]) -> Iterator[str]:
    """Contracts that a package, a room or a part of a noun is not under; `found` are the nouns."""
    parser = ConfigParser()
    parser.read_string(contracts)
    of_all = {name.rpartition(":")[2]: parser[name] for name in parser.sections() if ":" in name}
    roots = _listed(parser["importlinter"]["root_packages"])
    yield from (
        name for name, each in of_all.items() if each["type"] == "layers" and not _is_whole(each, roots)
    )
    containers = {name for each in of_all.values() for name in _listed(each.get("containers", ""))}
    yield from (f"rooms: {each}" for each in sorted(_orders(roots) - containers))
    for noun, files in found.items():
        module, service = noun.replace("/", "."), noun.partition("/")[0]
        if module not in containers:
            yield f"nouns: {module}"
        if not _is_below(module, _listed(of_all["readers"]["forbidden_modules"])):
            yield f"readers: {module}"
        if f"{service}.projections" not in _listed(of_all["readers"]["source_modules"]):
            yield f"readers: {service}.projections"
        pure = files & (PURE | FACETS.get(noun, PURE))
        for contract, parts in (("pure", pure), ("ports", files & WITH_PORTS)):
            modules = sorted(f"{noun}/{part}".strip("/").replace("/", ".") for part in parts)
            yield from (f"{contract}: {each}" for each in modules if not _is_under(of_all[contract], each))


def _orders(roots: set[str]) -> set[str]:
    """What has an order of its own: every member, the pages of a service, and the published language."""
    return {*roots, *(f"{each}.web" for each in roots & {*source_tree.SERVICES}), "shared.events"}


def _is_under(contract: Mapping[str, str], module: str) -> bool:
    """Whether a contract names a module, or something that it lies below."""
    return _is_below(
        module, _listed(contract.get("containers", "")) | _listed(contract.get("source_modules", ""))
    )


def _is_below(module: str, named: set[str]) -> bool:
    """Whether a module is named, or lies below what is, as import-linter reads names."""
    given = module.split(".")
    prefixes = [pattern.split(".") for pattern in named]
    return any(len(wanted) <= len(given) and all(map(fnmatchcase, given, wanted)) for wanted in prefixes)


def _is_whole(contract: Mapping[str, str], roots: set[str]) -> bool:
    """Whether a contract of layers fails where something new is in no layer."""
    if "exhaustive_ignores" in contract:
        return False
    if "containers" in contract:
        return contract.get("exhaustive", "").lower() == "true"
    return _listed(contract["layers"].replace("|", "\n")) >= roots


def _listed(text: str) -> set[str]:
    return {line.strip(" ()") for line in text.splitlines() if line.strip()}


def _folders(package: Path) -> list[Path]:
    return sorted({file.parent for file in package.rglob("*.py")})


def _modules(folder: Path) -> set[str]:
    return {file.stem for file in folder.glob("*.py")} - {"__init__"}


def _rooms(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if (each / "__init__.py").exists()}


def _place(name: str, package: Path, folder: Path) -> str:
    return "/".join((name, *folder.relative_to(package).parts))


SERVICES = {name: source_tree.SOURCES[name] for name in source_tree.SERVICES}
FOUND = {
    "crowded": lambda: crowded(source_tree.SOURCES),
    "nouns": lambda: misnamed(SERVICES),
    "contracts": lambda: incomplete((source_tree.ROOT / ".importlinter").read_text("utf-8"), nouns(SERVICES)),
}


@pytest.mark.parametrize("kind", FOUND)
def test_violations_are_those_of_the_list(kind: str):
    """No place breaks the rule but those that are listed, and each of these still does."""
    listed, found = set(tomllib.loads(VIOLATIONS.read_text("utf-8"))[kind]), set(FOUND[kind]())

    assert found - listed == set(), "new violations"
    assert listed - found == set(), "these keep the rule: take them off the list"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A service with one noun that keeps the rule."""
    for name in (*NOUN, *FACETS["review/case"], "__init__"):
        _write(tmp_path / f"case/{name}.py")
    return tmp_path


def _write(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def test_good_noun_is_left_alone(review: Path):
    """A noun with twelve modules, its facets among them, breaks nothing."""
    assert [*crowded({"review": review}), *misnamed({"review": review})] == []


def test_sees_a_crowded_folder(review: Path):
    """The thirteenth module is noticed."""
    _write(review / "case/more.py")

    assert list(crowded({"review": review})) == ["review/case"]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("case/helpers.py", "review/case/helpers"),
        ("case/decider.py", "review/case/decider"),
        ("case/web/__init__.py", "review/case/web"),
        ("item/evolution.py", "review/item/evolution"),
        ("domain/__init__.py", "review/domain"),
    ],
)
def test_sees_a_strange_name(review: Path, file: str, found: str):
    """In a noun any other name is noticed, of a file or a folder, and so is a domain that is no noun."""
    _write(review / file)

    assert list(misnamed({"review": review})) == [found]


GOOD = """
[importlinter]
root_packages =
    shared
    review
[importlinter:contract:house]
type = layers
layers =
    review | shared
[importlinter:contract:nouns]
type = layers
exhaustive = True
containers =
    review.case
layers =
    handlers
[importlinter:contract:pure]
type = forbidden
source_modules =
    *.*.state
    *.*.commands
    *.*.rules
    *.*.decide
    *.*.evolve
    review.case.answer
    review.case.closing
    review.case.consultation
    review.case.extension
    review.case.signing
[importlinter:contract:ports]
type = forbidden
source_modules =
    *.*.handlers
    *.*.reactions
[importlinter:contract:readers]
type = forbidden
source_modules =
    review.projections
forbidden_modules =
    review.case
[importlinter:contract:rooms]
type = layers
exhaustive = True
containers =
    review
    review.web
    shared
    shared.events
layers =
    case
"""
"""Contracts under which everything of the good noun lies."""


def test_whole_contracts_are_left_alone(review: Path):
    """Contracts that name every package, room and part of a noun are not listed."""
    assert list(incomplete(GOOD, nouns({"review": review}))) == []


@pytest.mark.parametrize(
    ("line", "instead", "found"),
    [
        ("    review | shared", "    review", "house"),
        ("exhaustive = True", "exhaustive = False", "nouns"),
        ("exhaustive = True", "exhaustive = True\nexhaustive_ignores =\n    cli", "nouns"),
        ("containers =\n    review.case", "containers =\n    review.sheet", "nouns: review.case"),
        ("    *.*.evolve\n", "", "pure: review.case.evolve"),
        ("    review.case.closing\n", "", "pure: review.case.closing"),
        ("    *.*.reactions\n", "    intake.*.reactions\n", "ports: review.case.reactions"),
        ("    review.projections\n", "    intake.projections\n", "readers: review.projections"),
        (
            "    review.case\n[importlinter:contract:rooms]",
            "[importlinter:contract:rooms]",
            "readers: review.case",
        ),
        ("    review\n    review.web\n", "    review.web\n", "rooms: review"),
        ("    review.web\n", "", "rooms: review.web"),
        ("    shared\n    shared.events\n", "    shared.events\n", "rooms: shared"),
        ("    shared.events\n", "", "rooms: shared.events"),
    ],
)
def test_sees_an_incomplete_contract(review: Path, line: str, instead: str, found: str):
    """Layers that leave a package out or are not exhaustive are noticed, and so is a noun, or a part of one, under no contract."""
    assert line in GOOD

    assert list(incomplete(GOOD.replace(line, instead, 1), nouns({"review": review}))) == [found]


def test_sees_a_noun_without_contract(review: Path):
    """A second noun that no contract of nouns names is noticed."""
    _write(review / "item/decide.py")

    assert list(incomplete(GOOD, nouns({"review": review}))) == ["nouns: review.item", "readers: review.item"]
