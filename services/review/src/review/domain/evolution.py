"""What an event makes of a case. A history that `decide` could not have written is refused, never guessed at."""

from dataclasses import replace
from typing import assert_never

from review.domain.case import (
    Assigned,
    Case,
    Draft,
    Drafted,
    Issued,
    Matter,
    NoCase,
    Opened,
    Returned,
    Reviewed,
    Sheet,
)
from review.domain.side_evolution import SideEvent, evolve_side
from shared.command.decider import BrokenHistory
from shared.events.review import (
    CaseAssigned,
    CaseOpened,
    ClosingLifted,
    ConfidentialityReviewCompleted,
    DraftReturned,
    DraftSigned,
    OutcomeProposed,
    ReplyIssued,
    ReviewEvent,
)

CaseEvent = (
    CaseOpened
    | CaseAssigned
    | ConfidentialityReviewCompleted
    | OutcomeProposed
    | DraftSigned
    | DraftReturned
    | ReplyIssued
)


def evolve(state: Case, event: ReviewEvent) -> Case:
    """The case after `event`; its circumstances go with it from stage to stage. Raises `BrokenHistory`."""
    if isinstance(event, ClosingLifted):
        return _set_aside(state, event)
    if isinstance(event, SideEvent):
        return evolve_side(state, event)
    if not isinstance(event, CaseEvent):
        raise BrokenHistory(f"{event.type_name()} is no event of a case")
    return _with_circumstances(_evolve(state, event), state, event)


def _with_circumstances(after: Case, before: Case, event: CaseEvent) -> Case:
    """Carried on; a new sheet has weighed every refusal that there was."""
    if isinstance(after, NoCase) or isinstance(before, NoCase):
        return after
    kept = before.circumstances
    weighed = isinstance(event, ConfidentialityReviewCompleted) and kept.unweighed
    return replace(after, circumstances=replace(kept, unweighed=False) if weighed else kept)


def _evolve(state: Case, event: CaseEvent) -> Case:  # noqa: PLR0911  # one return for each event
    match event:
        case CaseOpened():
            return _opened(state, event)
        case CaseAssigned():
            return _assigned(state, event)
        case ConfidentialityReviewCompleted():
            return _reviewed(state, event)
        case OutcomeProposed():
            return _drafted(state, event)
        case DraftSigned():
            return _signed(state, event)
        case DraftReturned():
            return _returned(state, event)
        case ReplyIssued():
            return _issued(state, event)
        case _:
            assert_never(event)


def _set_aside(state: Case, event: ClosingLifted) -> NoCase:
    """Nothing is left of it but the numbers of its drafts, which are not used again."""
    match state:
        case NoCase():
            raise _broken(state, event)
        case Drafted() | Issued():
            return NoCase(state.draft.number, set_aside=True)
        case _:
            return NoCase(state.drafts, set_aside=True)


def _opened(state: Case, event: CaseOpened) -> Opened:
    if not isinstance(state, NoCase):
        raise _broken(state, event)
    return Opened(Matter.of(event), state.drafts)


def _assigned(state: Case, event: CaseAssigned) -> Assigned:
    if not isinstance(state, Opened | Assigned):
        raise _broken(state, event)
    return Assigned(state.matter, event.section, state.drafts)


def _reviewed(state: Case, event: ConfidentialityReviewCompleted) -> Reviewed:
    if not isinstance(state, Assigned | Reviewed | Returned):
        raise _broken(state, event)
    sheet = Sheet(event.answers, event.attribute, event.reason, event.reviewed_on, event.basis)
    return Reviewed(state.matter, state.section, sheet, state.drafts)


def _drafted(state: Case, event: OutcomeProposed) -> Drafted:
    if not isinstance(state, Assigned | Reviewed | Returned):
        raise _broken(state, event)
    sheet = None if isinstance(state, Assigned) else state.sheet
    return Drafted(state.matter, state.section, sheet, drafted(event), ())


def drafted(event: OutcomeProposed) -> Draft:
    """The draft that a proposal puts on its way."""
    return Draft(
        event.draft,
        event.outcome,
        event.clause,
        event.finding,
        event.decision,
        event.materials,
        event.evidence,
    )


def _signed(state: Case, event: DraftSigned) -> Drafted:
    if not isinstance(state, Drafted):
        raise _broken(state, event)
    return Drafted(state.matter, state.section, state.sheet, state.draft, (*state.signed, event.level))


def _returned(state: Case, event: DraftReturned) -> Returned:
    if not isinstance(state, Drafted):
        raise _broken(state, event)
    return Returned(state.matter, state.section, state.sheet, state.draft, event.level, event.reason)


def _issued(state: Case, event: ReplyIssued) -> Issued:
    if not isinstance(state, Drafted):
        raise _broken(state, event)
    return Issued(
        state.matter,
        state.section,
        state.sheet,
        state.draft,
        state.signed,
        event.issue_id,
        event.substance_sha256,
        event.issued_on,
    )


def _broken(state: Case, event: ReviewEvent) -> BrokenHistory:
    return BrokenHistory(f"{event.type_name()} cannot follow {type(state).__name__}")
