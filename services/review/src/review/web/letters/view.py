"""征求意见 decrypted for one page: party, question, days, and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from review.case.state import Circumstances
from review.drafting import PARTY, QUESTION, REASON
from review.projections.case_file import Entry
from review.projections.due_dates import Due
from review.web.parts.due_view import remark_on
from review.web.parts.unsealer import Unsealer
from shared.events.codes import THIRD_PARTY
from shared.events.review.case import (
    ConsultationAnswered,
    ConsultationDispatched,
)
from shared.words.catalogue import codes

ANSWER_WORDS: Final = {**codes("answer"), **codes("effect", "staff")}
"""Code of an answer, or of the effect of silence → its words."""
REFUSAL_HINTS: Final = {THIRD_PARTY: "须有合理理由（条例第三十二条）"}
"""Kind of letter → what the law asks of a refusal; another agency's needs no more than its reason."""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter: party, question, days, state of its clock, and the answer ("" until there is one).

    `refusal_hint`: the hint beside 不同意公开 in the form of the answer.
    """

    consultation_id: UUID
    kind: str
    party: str
    question: str
    sent_on: date
    received_on: date | None
    working_days: int
    remark: str
    tone: str
    refusal_hint: str
    answer: str
    answer_reason: str
    closed_on: date | None


def letter_views(
    known: Circumstances, entries: Sequence[Entry], reader: Unsealer, clocks: Mapping[str, Due], today: date
) -> Sequence[LetterView]:
    """The letters of the case, in the order in which they were sent."""
    sent = [entry.event for entry in entries if isinstance(entry.event, ConsultationDispatched)]
    return [
        _letter(event, known, entries, reader, clocks.get(str(event.consultation_id)), today)
        for event in sent
        if event.consultation_id in known.consultations
    ]


def _letter(
    event: ConsultationDispatched,
    known: Circumstances,
    entries: Sequence[Entry],
    reader: Unsealer,
    clock: Due | None,
    today: date,
) -> LetterView:
    state = known.consultations[event.consultation_id]
    remark, tone = remark_on(clock, today) if state.answer is None else ("", "info")
    return LetterView(
        consultation_id=event.consultation_id,
        kind=codes("kind")[event.kind],
        party=reader.read(PARTY, event.party),
        question=reader.read(QUESTION, event.question),
        sent_on=event.served.dispatched_on,
        received_on=state.received_on,
        working_days=event.respond_working_days,
        remark=remark,
        tone=tone,
        refusal_hint=REFUSAL_HINTS.get(event.kind, ""),
        answer=ANSWER_WORDS.get(state.answer or "", state.answer or ""),
        answer_reason=_reason(event.consultation_id, entries, reader),
        closed_on=state.closed_on,
    )


def _reason(consultation_id: UUID, entries: Sequence[Entry], reader: Unsealer) -> str:
    for entry in entries:
        event = entry.event
        if (
            isinstance(event, ConsultationAnswered)
            and event.consultation_id == consultation_id
            and event.reason
        ):
            return reader.read(REASON, event.reason)
    return ""
