"""The part of `decide` that works beside the main line of a case."""

from collections.abc import Sequence
from typing import assert_never

from review.domain.case import Case
from review.domain.closing import decide_closing
from review.domain.consultation import answer_consultation, lapse_consultation, send_consultation
from review.domain.extension import approve_extension, propose_extension, refuse_extension
from review.domain.side_commands import (
    AnswerConsultation,
    ApproveExtension,
    LapseConsultation,
    LiftClosing,
    ProposeExtension,
    RefuseExtension,
    RequireClosing,
    SendConsultation,
    SideCommand,
)
from shared.events.review import ReviewEvent


def decide_side(state: Case, command: SideCommand) -> Sequence[ReviewEvent]:  # noqa: PLR0911  # one return for each
    """What `command` makes happen. Raises `Refusal`; a reaction's command that comes too late does nothing."""
    match command:
        case RequireClosing() | LiftClosing():
            return decide_closing(state, command)
        case ProposeExtension():
            return propose_extension(state, command)
        case ApproveExtension():
            return approve_extension(state, command)
        case RefuseExtension():
            return refuse_extension(state, command)
        case SendConsultation():
            return send_consultation(state, command)
        case AnswerConsultation():
            return answer_consultation(state, command)
        case LapseConsultation():
            return lapse_consultation(state, command)
        case _:
            assert_never(command)
