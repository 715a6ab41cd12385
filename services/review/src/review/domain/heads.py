"""谁主管谁审查: for which sections somebody acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heads:
    """The sections (股室) that who acts holds the role for, and what the agency's sections are called that day.

    A section's head acts for exactly these; of the other roles, one without sections acts for every section.
    """

    sections: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, section: str) -> str:
        """What a section is called; one that nobody named stands for itself."""
        return self.names.get(section, section)
