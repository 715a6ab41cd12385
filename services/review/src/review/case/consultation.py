"""征求意见 of a third party (条例第三十二条) or another agency (条例第三十四条), and the effect of silence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, assert_never
from uuid import UUID

from review.case import closing, rules
from review.case.commands import (
    AnswerConsultation,
    ConsultationCommand,
    LapseConsultation,
    SendConsultation,
)
from review.case.extension import Underway, underway
from review.case.state import Case, Circumstances, Consultation, Drafted, Issued, NoCase, SheetFacts
from shared.command.decider import BrokenHistory, Invalid, NotFound, Refusal
from shared.events.codes import (
    LETTER_ANSWERS,
    LETTER_KINDS,
    OTHER_AGENCY,
    REFUSES,
    THIRD_PARTY,
    LetterKind,
)
from shared.events.review.case import (
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    LetterEvent,
    ReviewEvent,
)
from shared.events.terms import DeliveryFact, Sealed, ServiceFact
from shared.time.clock import legal_day

CLAUSES: Final[Mapping[LetterKind, str]] = {THIRD_PARTY: "条例第三十二条", OTHER_AGENCY: "条例第三十四条"}


def decide_consultation(state: Case, command: ConsultationCommand) -> Sequence[ReviewEvent]:
    """The events of `command`. Raises `Refusal`; silence that comes too late gives no event."""
    match command:
        case SendConsultation():
            return _send(state, command)
        case AnswerConsultation():
            return _answer(state, command)
        case LapseConsultation():
            return _lapse(state, command)
        case _:
            assert_never(command)


def _send(state: Case, command: SendConsultation) -> Sequence[ReviewEvent]:
    """Record a letter that was sent and received. Refused while a draft is under signature, and to another section."""
    rules.require_capability(command.able, "draft", "征求意见")
    case = underway(state)
    if isinstance(case, Drafted):
        raise rules.under_signature()
    rules.require_own_section(case.section, command.heads)
    closing.refuse_if_closing(case, "征求意见")
    kind = known_kind(command.kind)
    clause = CLAUSES[kind]
    require_order(
        case.matter.received_on, command.sent_on, command.received_on, legal_day(command.origin.at), clause
    )
    return (
        ConsultationDispatched(
            request_id=case.matter.request_id,
            consultation_id=command.consultation_id,
            kind=kind,
            party=require_text(command.party, "party", "没有写明征求谁的意见。请写明对方的名称。", clause),
            question=require_text(command.question, "question", "没有写明征求的事项。请写明问什么。", clause),
            served=ServiceFact(dispatched_on=command.sent_on),
            respond_working_days=command.respond_working_days,
            basis=command.basis,
        ),
        ConsultationReceived(
            request_id=case.matter.request_id,
            consultation_id=command.consultation_id,
            delivered=DeliveryFact(received_on=command.received_on),
            respond_working_days=command.respond_working_days,
            basis=command.basis,
        ),
    )


def _answer(state: Case, command: AnswerConsultation) -> Sequence[ReviewEvent]:
    """Record an answer. An answer that arrived in time counts even when it is registered later."""
    may_register = "register" in command.able
    if not may_register:
        rules.require_capability(command.able, "draft", "登记意见")
    case = underway(state)
    if not may_register:
        rules.require_own_section(case.section, command.heads)
    letter = awaiting_answer(case, command.consultation_id, command.arrived_on)
    clause = CLAUSES[letter.kind]
    answer = command.answer
    if answer not in LETTER_ANSWERS:
        sentence = "没有写明意见。请在“同意公开”和“不同意公开”中选一项。"
        raise Invalid("consultation-answer-unknown", sentence, clause)
    if not letter.sent_on <= command.arrived_on <= legal_day(command.origin.at):
        sentence = "收到意见的日期不能早于发出日期，也不能晚于今天。请改正日期。"
        raise Invalid("consultation-dates", sentence, clause)
    reason = command.reason
    if answer == REFUSES:
        fair = "第三方不同意公开的，须有合理理由，" if letter.kind == THIRD_PARTY else ""
        reason = require_text(reason, "reason", f"没有写明不同意的理由。{fair}请写明。", clause)
    return (
        ConsultationAnswered(
            request_id=case.matter.request_id,
            consultation_id=command.consultation_id,
            answer=answer,
            reason=reason,
            arrived_on=command.arrived_on,
        ),
    )


def _lapse(state: Case, command: LapseConsultation) -> Sequence[ReviewEvent]:
    """Record the effect of silence after the time to answer. No event if the letter was answered or the reply issued."""
    if isinstance(state, NoCase | Issued):
        return ()
    letter = state.circumstances.consultations.get(command.consultation_id)
    if letter is None or letter.answer is not None:
        return ()
    effect, basis = command.effects[letter.kind]
    return (
        ConsultationLapsed(
            request_id=state.matter.request_id,
            consultation_id=letter.consultation_id,
            effect=effect,
            lapsed_on=command.lapsed_on,
            basis=basis,
        ),
    )


def after_letter(known: Circumstances, event: LetterEvent) -> Circumstances:
    """The circumstances after `event`. Raises `BrokenHistory` when its letter was never sent."""
    letter = _changed(known, event)
    return replace(known, consultations={**known.consultations, letter.consultation_id: letter})


def _changed(known: Circumstances, event: LetterEvent) -> Consultation:
    if isinstance(event, ConsultationDispatched):
        return Consultation(event.consultation_id, event.kind, event.served.dispatched_on)
    letter = known.consultations.get(event.consultation_id)
    if letter is None:
        raise BrokenHistory(f"{event.type_name()} of a letter that was never sent")
    match event:
        case ConsultationReceived(delivered=delivered):
            return replace(letter, received_on=delivered.received_on)
        case ConsultationAnswered(answer=answer, arrived_on=on):
            return replace(letter, answer=answer, silent=False, closed_on=on)
        case ConsultationLapsed(effect=effect, lapsed_on=on):
            return replace(letter, answer=effect, silent=True, closed_on=on)
        case _:
            assert_never(event)


def known_kind(kind: str) -> LetterKind:
    """The kind of consultation. Raises `Refusal` for an unknown kind."""
    if kind not in LETTER_KINDS:
        sentence = "没有选择征求谁的意见。请在“第三方”和“其他机关”中选一项。"
        raise Invalid("consultation-kind-unknown", sentence, "条例第三十二条、第三十四条")
    return kind


def require_order(received_on: date, sent_on: date, delivered_on: date, today: date, clause: str) -> None:
    """Refuse days out of order: request received, letter sent, letter received, today. `clause`: of the letter's kind."""
    if not received_on <= sent_on <= delivered_on <= today:
        sentence = "日期前后不对：发出不能早于收到申请，送达不能早于发出，都不能晚于今天。请改正日期。"
        raise Invalid("consultation-dates", sentence, clause)


def require_text(box: Sealed | None, name: str, sentence: str, clause: str) -> Sealed:
    """Return the sealed text. Raises `Refusal` with `sentence` if there is none."""
    if box is None:
        raise Invalid(f"consultation-{name}-missing", sentence, clause)
    return box


def awaiting_answer(case: Underway, consultation_id: UUID, arrived_on: date) -> Consultation:
    """The letter that the answer belongs to: unanswered, or lapsed although the answer arrived in time. Raises `Refusal`."""
    letter = case.circumstances.consultations.get(consultation_id)
    if letter is None:
        raise NotFound("consultation-unknown", "本件没有这一征求意见。请重新打开本件核对。")
    late = letter.silent and letter.closed_on is not None and arrived_on > letter.closed_on
    if late or (letter.answer is not None and not letter.silent):
        sentence = "这一征求意见已经答复，或者答复期限已过，不能再登记意见。请重新打开本件核对。"
        raise Refusal("consultation-closed", sentence, CLAUSES[letter.kind])
    return letter


def unweighed(case: Case, sheet: SheetFacts | None) -> frozenset[UUID]:
    """The letters with a third party's refusal that the valid sheet has not weighed (条例第十五条)."""
    if isinstance(case, NoCase):
        return frozenset()
    return case.circumstances.refusals - (sheet.weighed if sheet else frozenset())


def require_settled(case: Case, sheet: SheetFacts | None, *, releasing: bool) -> None:
    """Refuse a release while a letter is unanswered or a third party's refusal is not weighed.

    An outcome that releases nothing need not wait, since it touches nobody's rights (条例第三十二条).
    """
    if isinstance(case, NoCase) or not releasing:
        return
    if case.circumstances.letters_out:
        sentence = "征求的意见还没有答复，答复期限也没有过，不能公开。请先登记意见，或者等期限届满。"
        raise Refusal("consultation-open", sentence, CLAUSES[case.circumstances.letters_out[0].kind])
    if unweighed(case, sheet):
        sentence = (
            "第三方不同意公开。仍要公开的，请由承办股室重新填写保密审查单，"
            "写明不公开会对公共利益造成的重大影响。"
        )
        raise Refusal("third-party-refused", sentence, "条例第十五条、第三十二条")
