"""人员 (person): the roles that were granted, with their validity."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from shared.events.intake.staff import StaffRoleGranted


@dataclass(frozen=True, slots=True)
class Grant:
    """任岗: a role from `begins_on` to `ends_on`, both included; `ends_on` None means without end."""

    number: int
    role: str
    sections: tuple[str, ...]
    begins_on: date
    ends_on: date | None
    acting_for: str | None

    @classmethod
    def of(cls, event: StaffRoleGranted) -> Self:
        """The grant recorded by an event."""
        return cls(
            number=event.grant,
            role=event.role,
            sections=event.sections,
            begins_on=event.begins_on,
            ends_on=event.ends_on,
            acting_for=event.acting_for,
        )

    def overlaps(self, begins_on: date, ends_on: date | None) -> bool:
        """Whether the grant is valid on any day from `begins_on` to `ends_on`."""
        begins_before = ends_on is None or self.begins_on <= ends_on
        return begins_before and (self.ends_on is None or begins_on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class NoPerson:
    """No person with this id exists."""


@dataclass(frozen=True, slots=True)
class Staff:
    """在册: holds or held roles; the grants are numbered from 1 in their order."""

    grants: tuple[Grant, ...]


Person = NoPerson | Staff
