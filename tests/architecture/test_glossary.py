"""The glossary holds every event and every noun of the domains, and nothing that the code does not use."""

import re
from collections.abc import Iterator

import pytest

from shared.events.registry import registry
from support import source_tree

GLOSSARY = source_tree.ROOT / "shared/GLOSSARY.md"
ROOMS = {"__init__", "commands", "decider", "rules", "evolution"}
_ROW = re.compile(r"^\| `([\w-]+)` \|([^|]+)\|([^|]+)\|([^|]+)\|$", re.MULTILINE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def identifiers(text: str) -> list[str]:
    """The identifiers that a glossary explains."""
    return [row[0] for row in _ROW.findall(text)]


def faults(text: str, wanted: set[str], code: str) -> Iterator[str]:
    """What is wrong with a glossary."""
    listed = identifiers(text)
    yield from (f"{name} is missing" for name in sorted(wanted - set(listed)))
    yield from (f"{name} stands twice" for name in sorted({n for n in listed if listed.count(n) > 1}))
    yield from (f"{name} is not used" for name in listed if not _used(name, code))
    yield from (f"{row[0]} has no Chinese word" for row in _ROW.findall(text) if not _CHINESE.search(row[1]))
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    if len(rows) != len(listed):
        yield f"{len(rows) - len(listed)} rows have not four columns"


def _used(name: str, code: str) -> bool:
    camel = "".join(part.capitalize() for part in name.split("-"))
    return any(
        re.search(rf"(?<![a-z]){re.escape(form)}", code) for form in (name, name.replace("-", "_"), camel)
    )


def _nouns() -> set[str]:
    """The modules of each domain; where a service is parted by nouns, the folders that decide."""
    modules = {
        file.stem
        for one in source_tree.SERVICES
        for file in (source_tree.SOURCES[one] / "domain").glob("*.py")
    }
    nouns = {noun for service in source_tree.SERVICES for noun in source_tree.nouns(service)}
    return {name for name in modules - ROOMS | nouns if "_" not in name}


def _wanted() -> set[str]:
    events = registry().values()
    return {event.__name__ for event in events} | {event.subject_tokens()[0] for event in events} | _nouns()


def test_glossary_is_whole():
    """Every event, every noun of a subject and every noun of a domain has its row, and every row its use."""
    code = "\n".join(file.read_text("utf-8") for file in source_tree.sources())

    assert list(faults(GLOSSARY.read_text("utf-8"), _wanted(), code)) == []


def test_wanted_words_are_found():
    """The nouns that every reader expects are among those asked for, so the rule is not blind."""
    assert {"RequestReceived", "request", "case", "clock", "formal-check"} <= _wanted()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "request is missing"),
        ("| `request` | 申请 | — | x |\n| `request` | 申请 | — | y |", "request stands twice"),
        ("| `request` | 申请 | — | x |\n| `unicorn` | 独角兽 | — | y |", "unicorn is not used"),
        ("| `request` | request | — | x |", "request has no Chinese word"),
        ("| `request` | 申请 | — | x |\n| `clerk` | 经办人 |", "1 rows have not four columns"),
    ],
)
def test_sees_faults(text, finding):
    """Each way in which the glossary can lag behind is noticed."""
    assert finding in list(faults(text, {"request"}, "class Request: ..."))
