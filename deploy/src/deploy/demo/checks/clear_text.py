"""Checks the text that stands in clear in events: names of offices, numbers of papers, and the law's own words only.

An event holds facts: pages and papers make words of them, and a person's words are sealed. No digits that look like a
telephone or identity number may stand in clear.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from shared.message import parse

CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
NAME: Final = re.compile(r"[^\s，。；：！？、]{1,20}")
NUMBER: Final = re.compile(r"[^\s，。；：！？]{2,20}〔\d{4}〕\d{1,5}号")
LAW: Final = re.compile(r"[^。；：！？]{2,120}")
CLAUSES: Final = re.compile(rf"{LAW.pattern}(?:；{LAW.pattern})*")
"""Citations of several texts in a row."""

ALLOWED: Final[Mapping[str, re.Pattern[str]]] = {
    "section": NAME,
    "name": re.compile(r"[^\s，。；：！？]{1,20}"),
    "document_number": NUMBER,
    "voided_number": NUMBER,
    "reference": NUMBER,
    "number": NUMBER,
    "amends": NUMBER,
    "ref": NUMBER,
    "clause": CLAUSES,
    "source": LAW,
    "title": LAW,
}
"""Field → the shape of the Chinese that it may hold: sections, accounts and holidays; 文号; the law's titles and clauses."""

TELEPHONE: Final = re.compile(r"(?<![0-9A-Za-z])(?:(?:\+?86)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?![0-9A-Za-z])")
IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OPAQUE: Final = frozenset({"box", "blob", "sha256"})
"""Fields with ciphertext and hashes, which are not checked."""


def faults_of(type_name: str, body: bytes) -> Iterator[tuple[str, str]]:
    """The texts that an event may not hold in clear: the place, `type.field`, and the text."""
    for path, text in _texts(parse(body), ()):
        personal = any(shape.search(ID.sub("", text)) for shape in (TELEPHONE, IDENTITY))
        if personal or (CHINESE.search(text) and not _allowed(path, text)):
            yield ".".join((type_name, *path)), text


def _allowed(path: tuple[str, ...], text: str) -> bool:
    shape = ALLOWED.get(path[-1])
    return shape is not None and shape.fullmatch(text) is not None


def _texts(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    match value:
        case str() if path and path[-1] not in OPAQUE:
            yield path, value
        case dict():
            for name, each in value.items():
                yield from _texts(each, (*path, str(name)))
        case list():
            for each in value:
                yield from _texts(each, path)
        case _:
            return
