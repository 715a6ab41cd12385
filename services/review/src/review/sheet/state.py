"""A 保密审查单 as a union of states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.events.codes import Answer, Attribute
from shared.events.review.sheet import SheetOpinion
from shared.events.terms import Basis, Sealed, SheetVersion, Subject


@dataclass(frozen=True, slots=True)
class NoSheet:
    """The sheet was never filled in."""


@dataclass(frozen=True, slots=True)
class Completed:
    """Filled in: answers by question id, attribute and reason.

    `weighed`: the letters whose refusals this version weighed.
    """

    sheet_version: SheetVersion
    subject: Subject
    answers: Mapping[str, Answer]
    attribute: Attribute
    reason: Sealed | None
    opinions: tuple[SheetOpinion, ...]
    weighed: frozenset[UUID]
    completed_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Voided:
    """The newest version was voided and has no effect."""

    sheet_version: SheetVersion
    subject: Subject
    voided_on: date


Sheet = NoSheet | Completed | Voided
