"""Decides commands on the 保密审查单 of a case by the state of the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from review.case import rules
from review.case.commands import Heads
from review.case.extension import underway
from review.case.state import Case
from review.sheet.commands import CompleteSheet, VoidSheet
from review.sheet.handlers import sheet_decider
from review.sheet.state import Sheet
from shared.events.codes import Answer
from shared.events.review.sheet import SheetEvent
from shared.events.terms import Basis, Sealed, Subject
from shared.message import Origin
from shared.policy.roles import Capability
from shared.policy.values import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteReview:
    """保密审查: answer every question and fix the attribute (`open`, `part_open`, `not_open`). The section head's.

    `heads`: the sections that who acts heads; `questions`: those that the agency asks that day; `answers`: by
    the question's id.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: Heads
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
    heads: Heads
    reason: Sealed | None


ReviewCommand = CompleteReview | VoidReview


def decide_review(case: Case, sheet: Sheet, command: ReviewCommand) -> Sequence[SheetEvent]:
    """The events on the sheet. Raises `Refusal`."""
    match command:
        case CompleteReview():
            return _complete(case, sheet, command)
        case VoidReview():
            return _void(case, sheet, command)
        case _:
            assert_never(command)


def _complete(state: Case, sheet: Sheet, command: CompleteReview) -> Sequence[SheetEvent]:
    """Fill in the sheet. Refused to another section, without assignment, under signature, and if a refusal is not weighed."""
    rules.require_capability(command.able, "draft", "填写保密审查单")
    case = rules.with_section(state)
    rules.require_own_section(case.section, command.heads)
    on_sheet = CompleteSheet(
        origin=command.origin,
        sheet_id=case.matter.sheet_id,
        subject=Subject.request(case.matter.request_id),
        questions=command.questions,
        answers=command.answers,
        attribute=command.attribute,
        reason=command.reason,
        refusals=case.circumstances.refusals,
        basis=command.basis,
    )
    return sheet_decider.decide(sheet, on_sheet)


def _void(state: Case, sheet: Sheet, command: VoidReview) -> Sequence[SheetEvent]:
    """Void the sheet, also under a draft in signature, which then cannot be signed. Refused once the reply is issued."""
    rules.require_capability(command.able, "draft", "作废保密审查单")
    case = underway(state)
    rules.require_own_section(case.section, command.heads)
    return sheet_decider.decide(sheet, VoidSheet(origin=command.origin, reason=command.reason))
