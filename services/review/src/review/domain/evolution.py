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
)
from review.domain.side_evolution import SideEvent, evolve_side
from shared.command.decider import BrokenHistory
from shared.events.review import (
    CaseAssigned,
    CaseOpened,
    ClosingLifted,
    DraftReturned,
    DraftSigned,
    OutcomeProposed,
    ReplyIssued,
    ReviewEvent,
)

CaseEvent = CaseOpened | CaseAssigned | OutcomeProposed | DraftSigned | DraftReturned | ReplyIssued


def evolve(state: Case, event: ReviewEvent) -> Case:
    """The case after `event`; its circumstances go with it from stage to stage. Raises `BrokenHistory`."""
    if isinstance(event, ClosingLifted):
        return _set_aside(state, event)
    if isinstance(event, SideEvent):
        return evolve_side(state, event)
    if not isinstance(event, CaseEvent):
        raise BrokenHistory(f"{event.type_name()} is no event of a case")
    return _with_circumstances(_evolve(state, event), state)


def _with_circumstances(after: Case, before: Case) -> Case:
    if isinstance(after, NoCase) or isinstance(before, NoCase):
        return after
    return replace(after, circumstances=before.circumstances)


def _evolve(state: Case, event: CaseEvent) -> Case:
    match event:
        case CaseOpened():
            return _opened(state, event)
        case CaseAssigned():
            return _assigned(state, event)
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
    return Opened(Matter.of(event, event.sheet_id), state.drafts)


def _assigned(state: Case, event: CaseAssigned) -> Assigned:
    if not isinstance(state, Opened | Assigned):
        raise _broken(state, event)
    return Assigned(state.matter, event.section, state.drafts)


def _drafted(state: Case, event: OutcomeProposed) -> Drafted:
    if not isinstance(state, Assigned | Returned):
        raise _broken(state, event)
    return Drafted(state.matter, state.section, drafted(event), ())


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
        event.sheet,
    )


def _signed(state: Case, event: DraftSigned) -> Drafted:
    if not isinstance(state, Drafted):
        raise _broken(state, event)
    return Drafted(state.matter, state.section, state.draft, (*state.signed, event.level))


def _returned(state: Case, event: DraftReturned) -> Returned:
    if not isinstance(state, Drafted):
        raise _broken(state, event)
    return Returned(state.matter, state.section, state.draft, event.level, event.reason)


def _issued(state: Case, event: ReplyIssued) -> Issued:
    if not isinstance(state, Drafted):
        raise _broken(state, event)
    return Issued(
        state.matter,
        state.section,
        state.draft,
        state.signed,
        event.issue_id,
        event.substance_sha256,
        event.issued_on,
    )


def _broken(state: Case, event: ReviewEvent) -> BrokenHistory:
    return BrokenHistory(f"{event.type_name()} cannot follow {type(state).__name__}")
