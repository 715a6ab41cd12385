"""Makes typed text printable in an official document: only visible characters remain.

An applicant's text is printed unchanged, except for invisible characters that would change the page (control
characters, changes of writing direction, half of a character). Each is replaced by its number in brackets, so nobody
can hide words in a sealed document.
"""

import unicodedata

from shared.words.unseen_marks import UNSEEN_MARKS

_SHAPELESS = UNSEEN_MARKS | frozenset("\u200c\u200d") | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""A page also drops joiners and variation selectors: the screen needs them and the faces lack them."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def shown_by_number(text: str) -> str:
    """Each character as its Unicode number in brackets, 〔U+1F600〕, for characters that no face can draw."""
    return "".join(f"〔U+{ord(character):04X}〕" for character in text)


def printable(text: str) -> str:
    """The text with line ends unified, tabs as spaces, and invisible characters dropped or shown by number."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(_shown(character) for character in unified)


def _shown(character: str) -> str:
    if character in _SHAPELESS:
        return ""
    if character != "\n" and unicodedata.category(character) in _UNSEEN:
        return shown_by_number(character)
    return character
