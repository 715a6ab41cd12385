"""The stock sentences of letters.toml, filled from facts; a line that lacks a fact is left out."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

_FORMATTER = Formatter()


class WordsMissing(ValueError):
    """A letter may not be without what is named: it would decide nothing, or not say why."""


@cache
def sentences(name: str) -> dict[str, Any]:
    """The table of a document or of a part. Raises `WordsMissing` when there is none of that name."""
    letters = tomllib.loads(resources.files("intake.documents").joinpath("letters.toml").read_text("utf-8"))
    if name not in letters:
        raise WordsMissing(f"letters.toml 没有“{name}”的文字，请补充后再制作")
    table: dict[str, Any] = letters[name]
    return table


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its names filled; braces within a fact are words of the applicant and are left alone."""
    lines = (line for line in text.strip().split("\n") if all(facts.get(name) for name in _names(line)))
    return "\n".join(line.format_map(facts) for line in lines)


def _names(line: str) -> list[str]:
    return [name for _, name, _, _ in _FORMATTER.parse(line) if name]
