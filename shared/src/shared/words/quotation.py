"""Quotes the words of an applicant so that they cannot pass for words of the agency."""

import re
from datetime import date
from typing import Final

from shared.events.substance import Recalled
from shared.words.numbers import request_number

_LINE_ENDS: Final = re.compile(r"\s*\n\s*")
_INNER_QUOTES: Final = str.maketrans(
    {"“": "‘", "”": "’", '"': "'", "＂": "'", "〝": "‘", "〞": "’", "〟": "’"}
)


def quoted(words: str) -> str:
    """The words in quotation marks: on one line, with single marks within, and without a full stop of their own.

    A quotation ends only where the agency ended it: no line feed and no closing mark of the applicant leaves it.
    """
    line = _LINE_ENDS.sub(" ", words.strip()).translate(_INNER_QUOTES)
    return f"“{line.rstrip('。')}”"


def recalled(year: int, number: int, received_on: date, content: str) -> Recalled:
    """The request as every letter about it recalls it; review shows it to the signers, intake prints it."""
    return Recalled(request_number(year, number), received_on, quoted(content))
