"""应予终止: the applicant withdrew or did not correct in time, so the case must be closed (条例第三十条)."""

from collections.abc import Mapping, Sequence
from typing import Final

from review.case.commands import ClosingCommand, LiftClosing, RequireClosing
from review.case.state import Case, Issued, Matter, NoCase
from shared.command.decider import Refusal
from shared.events.names import NO_CORRECTION, WITHDRAWN
from shared.events.review.case import CaseOpened, ClosingLifted, ClosingRequired, ReviewEvent
from shared.policy.values import Outcome


def decide_closing(state: Case, command: ClosingCommand) -> Sequence[ReviewEvent]:
    """The events of requiring a closing and of lifting it."""
    return _require(state, command) if isinstance(command, RequireClosing) else _lift(state, command)


def _require(state: Case, command: RequireClosing) -> Sequence[ReviewEvent]:
    """Require the closing; open the case when there is none. No event if the reply is issued or a closing is required."""
    required = ClosingRequired(
        request_id=command.matter.request_id,
        outcome=command.outcome,
        required_on=command.required_on,
        basis=command.basis,
    )
    match state:
        case NoCase():
            return (opened(command.matter), required)
        case Issued():
            return ()
        case _:
            return () if state.circumstances.closing else (required,)


def _lift(state: Case, command: LiftClosing) -> Sequence[ReviewEvent]:
    """Lift a closing for 逾期不补正 after a timely correction, also when the reply is issued but not served yet."""
    closing = None if isinstance(state, NoCase) else state.circumstances.closing
    if closing is None or closing.outcome != NO_CORRECTION:
        return ()
    return (
        ClosingLifted(
            request_id=command.request_id,
            outcome=closing.outcome,
            lifted_on=command.lifted_on,
            basis=command.basis,
        ),
    )


def opened(matter: Matter) -> CaseOpened:
    """The event of 立案 for a request taken over from intake."""
    return CaseOpened(
        request_id=matter.request_id,
        sheet_id=matter.sheet_id,
        year=matter.year,
        number=matter.number,
        received_on=matter.received_on,
        applicant_kind=matter.applicant_kind,
        content=matter.content,
    )


ENDINGS: Final[Mapping[str, tuple[str, str, str]]] = {
    NO_CORRECTION: (
        "correction-not-lapsed",
        "本件没有逾期不补正的记录，不能这样答复。请选择其他答复类型。",
        "条例第三十条",
    ),
    WITHDRAWN: (
        "request-not-withdrawn",
        "申请人没有撤回申请，不能终止办理。请就所申请的内容答复；申请人要撤回的，请先登记撤回。",
        "条例第三十三条、第三十六条",
    ),
}
"""Outcomes that close a request without an answer to its substance. An agency may not choose them by itself.

Outcome → code, reason and clause of the refusal.
"""


def require_closing_outcome(state: Case, outcome: str, offered: Mapping[str, Outcome]) -> None:
    """After a withdrawal or lapse only the required outcome is allowed (条例第三十条; 国办公开办函〔2021〕30号)."""
    closing = None if isinstance(state, NoCase) else state.circumstances.closing
    if closing is None and outcome in ENDINGS:
        raise Refusal(*ENDINGS[outcome])
    if closing is not None and outcome != closing.outcome:
        name = offered[closing.outcome].name if closing.outcome in offered else closing.outcome
        reason = f"本件应予终止，只能拟“{name}”。请选择这一答复类型。"
        raise Refusal("closing-required", reason, closing.basis.clause)


def refuse_if_closing(state: Case, act: str) -> None:
    """Refuse `act` (an extension, a consultation) once the case must be closed."""
    closing = None if isinstance(state, NoCase) else state.circumstances.closing
    if closing is not None:
        reason = f"本件应予终止，不再{act}。请拟终止办理的答复意见。"
        raise Refusal("closing-required", reason, closing.basis.clause)
