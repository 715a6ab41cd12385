"""How what is typed is written in an official document: only characters that can be seen.

What an applicant typed is printed as it is. A character that would change the page without being seen
(a control character, a change of writing direction, half of a character) is replaced by its number in
brackets, so that nobody can hide words in a document that bears a seal.
"""

import unicodedata

# Zero-width signs that come along with pasted text: they have no shape and change nothing in Chinese.
_SHAPELESS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff") | {chr(code) for code in range(0xFE00, 0xFE10)}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def shown_by_number(text: str) -> str:
    """Each character as its Unicode number in brackets, 〔U+1F600〕: what stands for what cannot be drawn."""
    return "".join(f"〔U+{ord(character):04X}〕" for character in text)


def printable(text: str) -> str:
    """The text with line ends unified, tabs as spaces, and everything unseen dropped or shown by number."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(_shown(character) for character in unified)


def _shown(character: str) -> str:
    if character in _SHAPELESS:
        return ""
    if character != "\n" and unicodedata.category(character) in _UNSEEN:
        return shown_by_number(character)
    return character
