"""A 保密审查单 as a union of states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.events.review.sheet import Answer, SheetOpinion
from shared.events.terms import Basis, Sealed, SheetVersion, Subject


@dataclass(frozen=True, slots=True)
class NoSheet:
    """Nobody has filled it in."""


@dataclass(frozen=True, slots=True)
class Completed:
    """Filled in: the answers by the question's id, the attribute that follows from them, and why.

    `weighed`: the letters whose refusals this filling weighed.
    """

    filling: SheetVersion
    subject: Subject
    answers: Mapping[str, Answer]
    attribute: str
    reason: Sealed | None
    opinions: tuple[SheetOpinion, ...]
    weighed: frozenset[UUID]
    completed_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Voided:
    """The newest filling was voided; it counts for nothing."""

    filling: SheetVersion
    subject: Subject
    voided_on: date


Sheet = NoSheet | Completed | Voided
