"""What differs between two runs of the same commit gets a fixed name: ids, query codes, instants, digests, ports, passwords."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

BY_HAND: Final = r"09:(?:05|10|15|20)(?![:\d])"
"""Moments that the story writes down. All others are read from the clock of the exercise, which goes on while it plays."""
MASKS: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "‹id›"),
        (r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b", "‹query code›"),
        (r"\b[0-9a-f]{32,}\b", "‹digest›"),
        (rf"(?<=[\d日])[T ]?(?!{BY_HAND})\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?\b", " ‹time›"),
        (r"(?<=127\.0\.0\.1:)\d+", "‹port›"),
        (r"(?<=受理第|办理第|期限第|监督第)\d+(?=号)", "‹n›"),
    )
)


def masked(lines: Iterable[str], secrets: Mapping[str, str]) -> list[str]:
    """The lines with every changing word replaced; `secrets` are the words of this stack alone, each with its name."""
    return [_masked(line, secrets) for line in lines]


def _masked(line: str, secrets: Mapping[str, str]) -> str:
    for word, name in secrets.items():
        line = line.replace(word, name)
    for pattern, name in MASKS:
        line = pattern.sub(name, line)
    return line
