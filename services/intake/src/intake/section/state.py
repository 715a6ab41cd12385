"""股室 (section): open under a name, merged into another, or closed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NoSection:
    """No section with this id was opened."""


@dataclass(frozen=True, slots=True)
class Open:
    """在设: cases may be assigned to it. `since` is the day of its last change."""

    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Gone:
    """已撤并: merged into another or closed. The id is never reused."""


Section = NoSection | Open | Gone
