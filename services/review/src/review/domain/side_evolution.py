"""What an event beside the main line makes of a case: its circumstances, and for a required end its stage."""

from dataclasses import replace
from typing import assert_never

from review.domain.case import Assigned, Case, Drafted, Issued, NoCase, Opened, Returned
from review.domain.circumstances import Circumstances, Closing, Consultation, Extension
from shared.command.decider import BrokenHistory
from shared.events.review import (
    ClosingRequired,
    ConsultationAnswered,
    ConsultationLapsed,
    ConsultationSent,
    ExtensionApproved,
    ExtensionProposed,
    ExtensionRefused,
)

SideEvent = (
    ClosingRequired
    | ExtensionProposed
    | ExtensionApproved
    | ExtensionRefused
    | ConsultationSent
    | ConsultationAnswered
    | ConsultationLapsed
)


def evolve_side(state: Case, event: SideEvent) -> Case:
    """The case after `event`. Raises `BrokenHistory`: it cannot follow where there is no case, or a reply is issued."""
    if isinstance(state, NoCase | Issued):
        raise BrokenHistory(f"{event.type_name()} cannot follow {type(state).__name__}")
    stage = _overtaken(state) if isinstance(event, ClosingRequired) else state
    return replace(stage, circumstances=_changed(state.circumstances, event))


def _overtaken(state: Opened | Assigned | Drafted | Returned) -> Opened | Assigned:
    """A draft of anything else is void, signed or not; its number is not used again."""
    match state:
        case Opened() | Assigned():
            return state
        case Drafted() | Returned():
            return Assigned(state.matter, state.section, state.draft.number)
        case _:
            assert_never(state)


def _changed(known: Circumstances, event: SideEvent) -> Circumstances:
    match event:
        case ClosingRequired():
            return replace(known, closing=Closing(event.outcome, event.required_on, event.basis))
        case ExtensionProposed():
            asked = Extension(event.extension_id, event.working_days, event.reason)
            return replace(known, extensions=(*known.extensions, asked))
        case ExtensionApproved() | ExtensionRefused():
            return _decided(known, event)
        case ConsultationSent():
            letter = Consultation(event.consultation_id, event.kind, event.sent_on, event.served_on)
            return _with_letter(known, letter)
        case ConsultationAnswered() | ConsultationLapsed():
            return _closed(known, event)
        case _:
            assert_never(event)


def _decided(known: Circumstances, event: ExtensionApproved | ExtensionRefused) -> Circumstances:
    approved = isinstance(event, ExtensionApproved)
    decided = tuple(
        replace(each, decided=approved) if each.extension_id == event.extension_id else each
        for each in known.extensions
    )
    return replace(known, extensions=decided)


def _closed(known: Circumstances, event: ConsultationAnswered | ConsultationLapsed) -> Circumstances:
    letter = known.consultations.get(event.consultation_id)
    if letter is None:
        raise BrokenHistory(f"{event.type_name()} of a letter that was never sent")
    if isinstance(event, ConsultationLapsed):
        return _with_letter(
            known, replace(letter, answer=event.effect, silent=True, closed_on=event.lapsed_on)
        )
    return _with_letter(known, replace(letter, answer=event.answer, silent=False, closed_on=event.arrived_on))


def _with_letter(known: Circumstances, letter: Consultation) -> Circumstances:
    return replace(known, consultations={**known.consultations, letter.consultation_id: letter})
