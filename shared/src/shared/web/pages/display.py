"""A reader's choice of display: the elder edition (长辈版) and high contrast, kept in a cookie, without script."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

COOKIE = "lantai_display"


@dataclass(frozen=True, slots=True)
class Display:
    """The two switches; anything unknown in the cookie counts as off."""

    elder: bool = False
    contrast: bool = False

    @classmethod
    def of(cls, words: str) -> "Display":
        """From the cookie's or the query's words, as `elder.contrast`."""
        on = words.split(".")
        return cls("elder" in on, "contrast" in on)

    def __str__(self) -> str:
        """The words that `of` reads: the classes of `<html>` too, once split at the dot."""
        return ".".join(word for word in ("elder", "contrast") if getattr(self, word))

    def toggle(self, switch: str, back_to: str) -> str:
        """The address, below the base path, that flips one switch and comes back."""
        flipped = replace(self, **{switch: not getattr(self, switch)})
        return "/display?" + urlencode({"mode": str(flipped), "next": back_to})
