"""Folds events into the state of a case. A history that `decide` cannot have written raises `BrokenHistory`."""

from dataclasses import replace
from typing import assert_never

from review.case.consultation import after_letter
from review.case.state import (
    Assigned,
    Case,
    Circumstances,
    Closing,
    Draft,
    Drafted,
    Extension,
    Issued,
    Matter,
    NoCase,
    Opened,
    Returned,
)
from shared.command.decider import BrokenHistory
from shared.events.review.case import (
    CaseAssigned,
    CaseEvent,
    CaseOpened,
    CircumstanceEvent,
    ClosingLifted,
    ClosingRequired,
    DraftReturned,
    DraftSigned,
    ExtensionApproved,
    ExtensionProposed,
    ExtensionRefused,
    OutcomeProposed,
    ReplyIssued,
    ReviewEvent,
)


def evolve(state: Case, event: ReviewEvent) -> Case:
    """The case after `event`; every stage keeps the circumstances. Raises `BrokenHistory`."""
    if isinstance(event, ClosingLifted):
        return _set_aside(state, event)
    if isinstance(event, CircumstanceEvent):
        return evolve_circumstance(state, event)
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
    """The state after a closing is lifted: no case, but draft numbers continue after the last one."""
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
    """The draft in a proposal."""
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


def evolve_circumstance(state: Case, event: CircumstanceEvent) -> Case:
    """The case after `event`. Raises `BrokenHistory` when there is no case or the reply is issued."""
    if isinstance(state, NoCase | Issued):
        raise BrokenHistory(f"{event.type_name()} cannot follow {type(state).__name__}")
    stage = _overtaken(state) if isinstance(event, ClosingRequired) else state
    return replace(stage, circumstances=_changed(state.circumstances, event))


def _overtaken(state: Opened | Assigned | Drafted | Returned) -> Opened | Assigned:
    """The stage after a closing is required: an existing draft is void, and its number is not reused."""
    match state:
        case Opened() | Assigned():
            return state
        case Drafted() | Returned():
            return Assigned(state.matter, state.section, state.draft.number)
        case _:
            assert_never(state)


def _changed(known: Circumstances, event: CircumstanceEvent) -> Circumstances:
    match event:
        case ClosingRequired():
            return replace(known, closing=Closing(event.outcome, event.required_on, event.basis))
        case ExtensionProposed():
            asked = Extension(event.extension_id, event.working_days, event.reason)
            return replace(known, extensions=(*known.extensions, asked))
        case ExtensionApproved() | ExtensionRefused():
            return _decided(known, event)
        case _:
            return after_letter(known, event)


def _decided(known: Circumstances, event: ExtensionApproved | ExtensionRefused) -> Circumstances:
    approved = isinstance(event, ExtensionApproved)
    decided = tuple(
        replace(each, decided=approved) if each.extension_id == event.extension_id else each
        for each in known.extensions
    )
    return replace(known, extensions=decided)
