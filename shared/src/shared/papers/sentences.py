"""Stock sentences of papers, kept in a TOML file of a service, and how they are filled from facts."""

import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Any

_FORMATTER = Formatter()


class WordsMissing(ValueError):
    """A letter lacks the named words, without which it would not decide or not give its reason."""


class Sentences:
    """The sentences of one file, a table for each document and each part of one."""

    def __init__(self, file: Traversable) -> None:
        self._name = file.name
        self._tables = tomllib.loads(file.read_text("utf-8"))

    def of(self, name: str) -> Mapping[str, Any]:
        """Return a table. Raises `WordsMissing` when there is none of that name."""
        if name not in self._tables:
            raise WordsMissing(f"{self._name} 没有“{name}”的文字，请补充后再制作")
        table: Mapping[str, Any] = self._tables[name]
        return table


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its placeholders filled; a line with a placeholder that has no fact is left out.

    Braces within a fact are the applicant's words and are not replaced.
    """
    lines = (line for line in text.strip().split("\n") if all(facts.get(name) for name in _names(line)))
    return "\n".join(line.format_map(facts) for line in lines)


def _names(line: str) -> list[str]:
    return [name for _, name, _, _ in _FORMATTER.parse(line) if name]
