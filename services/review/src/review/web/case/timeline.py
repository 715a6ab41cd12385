"""办理经过: one sentence an event, with the words that belong to it; what comes next stands last, hollow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from review.case.evolve import CircumstanceEvent
from review.case.signing import Turn
from review.drafting import REASON
from review.projections.case_file import Entry, IntakeFact
from review.web.case.timeline_words import circumstance_words, intake_words
from review.web.parts.colleagues import Colleagues
from review.web.parts.unsealer import Unsealer
from review.web.sheet.form import ATTRIBUTE_NAMES
from shared.events.review.case import (
    CaseAssigned,
    CaseOpened,
    ClosingLifted,
    ConsultationReceived,
    DraftReturned,
    DraftSigned,
    OutcomeProposed,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted, SheetVoided
from shared.message import Actor, Event
from shared.policy import Roles
from shared.words.actors import actor_name


@dataclass(frozen=True, slots=True)
class Happening:
    """An item of the timeline; `at` is None for what is still to come."""

    at: datetime | None
    who: str
    title: str
    body: str = ""
    done: bool = True


def timeline(
    entries: Sequence[Entry], reader: Unsealer, roles: Roles, staff: Colleagues, turn: Turn
) -> Sequence[Happening]:
    """The items in order; `roles` say who signs and how (分管领导审核), `staff` what persons and sections are called, `turn` what comes next."""
    acts = {role.id: f"{role.called}{role.step.act if role.step else ''}" for role in roles}
    past = [
        Happening(
            entry.occurred_at,
            _who(entry.actor, roles.names, staff.names),
            *_words(entry, reader, acts, staff),
        )
        for entry in entries
        if not isinstance(entry.event, ConsultationReceived)  # its day is shown with the letter
    ]
    ahead = [] if turn.task == "done" else [Happening(None, "", turn.status, done=False)]
    return [*past, *ahead]


def _who(actor: Actor, roles: Mapping[str, str], names: Mapping[str, str]) -> str:
    if actor.kind != "staff":
        return "系统"
    return f"{roles.get(actor.role, actor.role)} {actor_name(actor, names)}"


def _words(entry: Entry, reader: Unsealer, acts: Mapping[str, str], staff: Colleagues) -> tuple[str, str]:
    event = entry.event
    if isinstance(event, IntakeFact):
        return intake_words(event)
    if isinstance(event, CircumstanceEvent | ClosingLifted):
        return circumstance_words(event, reader)
    return _main_words(event, reader, acts, staff)


def _main_words(
    event: Event, reader: Unsealer, acts: Mapping[str, str], staff: Colleagues
) -> tuple[str, str]:
    match event:
        case CaseOpened():
            return "立案", "转入办理"
        case CaseAssigned(section=section, assigned_on=day):
            return f"分办：{staff.sections.name(section, day)}", ""
        case SheetCompleted(attribute=attribute, reason=reason):
            title = f"保密审查：{ATTRIBUTE_NAMES.get(attribute, attribute)}"
            return title, reader.read(REASON, reason) if reason else ""
        case SheetVoided(reason=reason):
            return "作废保密审查单", reader.read(REASON, reason)
        case OutcomeProposed() | DraftSigned() | DraftReturned() | ReplyIssued():
            return _of_draft(event, reader, acts)
        case _:
            return event.type_name(), ""


def _of_draft(
    event: OutcomeProposed | DraftSigned | DraftReturned | ReplyIssued,
    reader: Unsealer,
    acts: Mapping[str, str],
) -> tuple[str, str]:
    match event:
        case OutcomeProposed(draft=draft, clause=clause):
            return f"拟答复意见（第 {draft} 稿）", f"依据{clause}"
        case DraftSigned(draft=draft, level=level):
            return f"{acts.get(level, level)}：同意第 {draft} 稿", ""
        case DraftReturned(draft=draft, reason=reason):
            return f"退回第 {draft} 稿", reader.read(REASON, reason)
        case ReplyIssued(draft=draft):
            return "签发", f"第 {draft} 稿定稿"
        case _:
            assert_never(event)
