"""Marks that come along with pasted text and have neither a shape nor a meaning in Chinese: forms and papers drop them."""

from typing import Final

UNSEEN_MARKS: Final = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff") | frozenset(
    map(chr, range(0xE0100, 0xE01F0))
)
"""Soft hyphen, direction marks of single characters, zero-width spaces, and the selectors of ideographic variants."""
