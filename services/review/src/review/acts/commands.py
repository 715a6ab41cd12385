"""The verbs that write the 保密审查单 of a case. What policy and key database know is put in by the handler."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.events.review_sheet import Answer
from shared.events.terms import Basis, Sealed
from shared.message import Origin
from shared.policy.roles import Capability
from shared.policy.values import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteReview:
    """保密审查: answer every question and fix the attribute (`open`, `part_open`, `not_open`). The section head's.

    `heads`: the section (股室) of the account that acts; `questions`: those that the agency asks that day; `answers`: by
    the question's id.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    attribute: str
    reason: Sealed | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidReview:
    """作废审查单, with a reason. The section head's; `heads` as in `CompleteReview`."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    reason: Sealed | None


ReviewCommand = CompleteReview | VoidReview
