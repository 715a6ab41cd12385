"""The state of a request in all services at an instant: a pure fold over its events that no service owns.

Statuses and stages have the names and the meaning of the owning services' states.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from reporting.request.clocks import ClockState, clock_key
from shared.events import names
from shared.events.deadline.clock import ClockEvent
from shared.events.intake import correction as intake_corrections
from shared.events.intake import request as intake
from shared.events.review import case as review
from shared.events.review import sheet as review_sheet
from shared.message import Event
from shared.words.numbers import request_number

STATUSES: Final[Mapping[type[Event], str]] = {
    intake.RequestReceived: "received",
    intake_corrections.CorrectionRequested: "correction-drawn",
    intake_corrections.CorrectionNoticeDispatched: "awaiting-correction",
    intake_corrections.RequestCorrected: "received",
    intake_corrections.CorrectionLapsed: "lapsed",
    intake.RequestAccepted: "accepted",
    intake.RequestWithdrawn: "withdrawn",
    intake.ReplyRendered: "replied",
    intake.ReplyDispatched: "served",
}
"""The status after each event of intake. `_status` handles the two results of the formal check."""

STAGES: Final[Mapping[type[Event], str]] = {
    review.CaseOpened: "opened",
    review.CaseAssigned: "assigned",
    review_sheet.SheetCompleted: "reviewed",
    review.OutcomeProposed: "drafted",
    review.DraftSigned: "drafted",
    review.DraftReturned: "returned",
    review.ReplyIssued: "issued",
}
"""The stage after each event of review. `_stage` handles a required closing, which voids a draft."""


@dataclass(frozen=True, slots=True)
class Paper:
    """文书: a rendered document. `void`: a later event declared it void."""

    document: str
    number: str
    sha256: str
    rendered_on: date
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestState:
    """Everything that supervision shows of a request at an instant.

    `status` is empty before the request is received, `stage` before the case is opened. `sheet`: whether a
    confidentiality review stands. `letters`: consultation id → its answer, "" while it is open.
    """

    number: str = ""
    status: str = ""
    stage: str = ""
    section: str = ""
    draft: int = 0
    outcome: str = ""
    sheet: bool = False
    clocks: Mapping[str, ClockState] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    key_destroyed: bool = False


def state_after(events: Iterable[Event]) -> RequestState:
    """Fold `events` into a state."""
    state = RequestState()
    for event in events:
        state = evolve(state, event)
    return state


def evolve(state: RequestState, event: Event) -> RequestState:
    """Return the state after one event. Unknown events change nothing."""
    if isinstance(event, ClockEvent):
        return _with_clock(state, event)
    if isinstance(event, review.ClosingLifted):
        return replace(state, stage="", section="", draft=0, outcome="", sheet=False)
    status, stage = _status(state, event), _stage(state, event)
    return _with_facts(replace(state, status=status, stage=stage), event)


def _status(state: RequestState, event: Event) -> str:
    if isinstance(event, intake.FormalCheckCompleted):
        return "incomplete" if event.findings else "complete"
    return STATUSES.get(type(event), state.status)


def _stage(state: RequestState, event: Event) -> str:
    if isinstance(event, review.ClosingRequired) and state.stage in {"drafted", "returned"}:
        return "reviewed" if state.sheet else "assigned"
    if isinstance(event, review_sheet.SheetVoided) and state.stage == "reviewed":
        return "returned" if state.draft else "assigned"
    return STAGES.get(type(event), state.stage)


def _with_clock(state: RequestState, event: ClockEvent) -> RequestState:
    clock, key = ClockState.of(event), clock_key(event)
    others = {each: kept for each, kept in state.clocks.items() if clock or each != key}
    return replace(state, clocks={**others, key: clock} if clock else others)


def _with_facts(state: RequestState, event: Event) -> RequestState:
    """Apply what an event changes besides status and stage."""
    match event:
        case intake.RequestReceived(year=year, number=number):
            return replace(state, number=request_number(year, number))
        case review.CaseAssigned(section=section):
            return replace(state, section=section)
        case review_sheet.SheetCompleted() | review_sheet.SheetVoided():
            return replace(state, sheet=isinstance(event, review_sheet.SheetCompleted))
        case review.OutcomeProposed(draft=draft, outcome=outcome):
            return replace(state, draft=draft, outcome=outcome)
        case intake.KeyDestroyed():
            return replace(state, key_destroyed=True)
        case _:
            return _with_paper(_with_letters(state, event), event)


def _with_letters(state: RequestState, event: Event) -> RequestState:
    match event:
        case review.ConsultationDispatched():
            answer = ""
        case review.ConsultationAnswered():
            answer = event.answer
        case review.ConsultationLapsed():
            answer = event.effect
        case _:
            return state
    return replace(state, letters={**state.letters, str(event.consultation_id): answer})


def _with_paper(state: RequestState, event: Event) -> RequestState:
    match event:
        case intake.ReplyRendered():
            paper = Paper(names.REPLY, event.letter.document_number, event.letter.sha256, event.rendered_on)
        case intake.ExtensionNoticeRendered(letter=letter, rendered_on=on):
            paper = Paper(names.EXTENSION_NOTICE, letter.document_number, letter.sha256, on)
        case intake_corrections.CorrectionRequested(letter=letter, requested_on=on):
            paper = Paper(names.CORRECTION_NOTICE, letter.document_number, letter.sha256, on)
        case intake_corrections.RequestCorrected(voided_number=str(number)):
            return replace(state, papers=tuple(_voided(paper, number) for paper in state.papers))
        case _:
            return state
    return replace(state, papers=(*state.papers, paper))


def _voided(paper: Paper, number: str) -> Paper:
    return replace(paper, void=True) if paper.number == number else paper
