"""What may be asked of a section. Every day is the first on which the change holds."""

from dataclasses import dataclass
from datetime import date

from intake.section.state import Section
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSection:
    """设立: a section under an id of its own."""

    origin: Origin
    section: str
    name: str
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameSection:
    """更名."""

    origin: Origin
    section: str
    name: str
    renamed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSection:
    """并入 another: `into` is its id, `target` how it stands."""

    origin: Origin
    section: str
    into: str
    target: Section
    merged_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSection:
    """撤销."""

    origin: Origin
    section: str
    closed_on: date


SectionCommand = OpenSection | RenameSection | MergeSection | CloseSection
