"""Decides commands on a 保密审查单."""

from collections.abc import Sequence
from typing import assert_never

from review.sheet import rules
from review.sheet.commands import CompleteSheet, SheetCommand, VoidSheet
from review.sheet.state import Completed, NoSheet, Sheet
from shared.events.review.sheet import SheetCompleted, SheetEvent, SheetVoided
from shared.time.clock import legal_day


def decide(state: Sheet, command: SheetCommand) -> Sequence[SheetEvent]:
    """The events of `command` in `state`. Raises `Refusal`."""
    match command:
        case CompleteSheet():
            return _complete(state, command)
        case VoidSheet():
            return _void(state, command)
        case _:
            assert_never(command)


def _complete(state: Sheet, command: CompleteSheet) -> Sequence[SheetEvent]:
    """Fill in the sheet; filling it in again gives the next version of the same sheet."""
    rules.require_all_answers(command.questions, command.answers)
    attribute = rules.attribute_fixed(command.attribute)
    rules.refuse_open_if_forbidden(command.questions, command.answers, attribute)
    unweighed = command.refusals - (state.weighed if isinstance(state, Completed) else frozenset())
    rules.require_reason(
        command.reason,
        concerned=any(answer != "no" for answer in command.answers.values()) or bool(unweighed),
        attribute=attribute,
    )
    return (
        SheetCompleted(
            sheet_id=command.sheet_id,
            subject=command.subject,
            version=_versions(state) + 1,
            answers=dict(command.answers),
            attribute=attribute,
            reason=command.reason,
            opinions=(),
            weighed=tuple(sorted(command.refusals)),
            completed_on=legal_day(command.origin.at),
            basis=command.basis,
        ),
    )


def _versions(state: Sheet) -> int:
    return 0 if isinstance(state, NoSheet) else state.sheet_version.version


def _void(state: Sheet, command: VoidSheet) -> Sequence[SheetEvent]:
    sheet = rules.standing(state)
    return (
        SheetVoided(
            sheet_id=sheet.sheet_version.sheet_id,
            subject=sheet.subject,
            version=sheet.sheet_version.version,
            reason=rules.void_reasoned(command.reason),
            voided_on=legal_day(command.origin.at),
        ),
    )
