"""Names that events keep in clear: of persons, and of sections."""

import unicodedata
from typing import Final

NAME_SIGNS_MAX: Final = 40
BESIDE_LETTERS: Final = frozenset("·•・-‐'’.()（）、0123456789 ")
"""The signs of names besides letters: 阿依古丽·买买提, O'Neill, 法规（督查）股, 统计一股、二股."""


def is_plain_name(name: str) -> bool:
    """Whether a name has 1 to `NAME_SIGNS_MAX` signs, all letters (with their marks) or signs of names.

    So it holds no mark-up, no control character, and no mark that changes the direction of what stands after it.
    """
    return 1 <= len(name) <= NAME_SIGNS_MAX and all(
        sign in BESIDE_LETTERS or unicodedata.category(sign)[0] in "LM" for sign in name
    )
