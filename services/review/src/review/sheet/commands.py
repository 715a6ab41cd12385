"""The commands on a 保密审查单. The acts (`review.acts`) check the actor's right to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.events.codes import Answer
from shared.events.terms import Basis, Sealed, Subject
from shared.message import Origin
from shared.policy.values import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteSheet:
    """填写审查单: answer every question and fix the attribute (`open`, `part_open`, `not_open`).

    `questions`: those that the agency asks that day; `answers`: by the question's id; `refusals`: the letters in which a
    third party refused.
    """

    origin: Origin
    sheet_id: UUID
    subject: Subject
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    attribute: str
    reason: Sealed | None
    refusals: frozenset[UUID]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidSheet:
    """作废审查单, with a reason."""

    origin: Origin
    reason: Sealed | None


SheetCommand = CompleteSheet | VoidSheet
