"""The commands on a section. Every date is the first day on which the change applies."""

from dataclasses import dataclass
from datetime import date

from intake.section.state import Section
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSection:
    """设立: open a section under a new id."""

    origin: Origin
    section: str
    name: str
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameSection:
    """更名: rename a section."""

    origin: Origin
    section: str
    name: str
    renamed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSection:
    """并入: merge `section` into the section `into`, whose state is `target`."""

    origin: Origin
    section: str
    into: str
    target: Section
    merged_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSection:
    """撤销: close a section."""

    origin: Origin
    section: str
    closed_on: date


SectionCommand = OpenSection | RenameSection | MergeSection | CloseSection
