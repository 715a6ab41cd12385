"""征求意见: a third party's (条例第三十二条) or another agency's (条例第三十四条), and what silence means."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from review.case import closing, rules
from review.case.commands import AnswerConsultation, LapseConsultation, SendConsultation
from review.case.extension import Underway, underway
from review.case.state import Case, Consultation, Drafted, Issued, NoCase, SheetFacts
from shared.command.decider import Invalid, NotFound, Refusal
from shared.events.codes import CONSENTS, OTHER_AGENCY, REFUSES, THIRD_PARTY
from shared.events.review.case import (
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    ReviewEvent,
)
from shared.events.terms import DeliveryFact, Sealed, ServiceFact
from shared.time.clock import legal_day

CLAUSES = {THIRD_PARTY: "条例第三十二条", OTHER_AGENCY: "条例第三十四条"}


def send_consultation(state: Case, command: SendConsultation) -> Sequence[ReviewEvent]:
    """A letter went out and was received; a draft on its way to signature is called back first."""
    rules.allowed(command.able, "draft", "征求意见")
    case = underway(state)
    if isinstance(case, Drafted):
        raise rules.under_signature()
    rules.own_section(case.section, command.heads)
    closing.still_wanted(case, "征求意见")
    clause = known_kind(command.kind)
    in_order(case.matter.received_on, command.sent_on, command.received_on, legal_day(command.origin.at))
    return (
        ConsultationDispatched(
            request_id=case.matter.request_id,
            consultation_id=command.consultation_id,
            kind=command.kind,
            party=written(command.party, "party", "没有写明征求谁的意见。请写明对方的名称。", clause),
            question=written(command.question, "question", "没有写明征求的事项。请写明问什么。", clause),
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


def answer_consultation(state: Case, command: AnswerConsultation) -> Sequence[ReviewEvent]:
    """An answer arrived; in the time given it counts although it is noted down later."""
    registers = "register" in command.able
    if not registers:
        rules.allowed(command.able, "draft", "登记意见")
    case = underway(state)
    if not registers:
        rules.own_section(case.section, command.heads)
    letter = awaiting_answer(case, command.consultation_id, command.arrived_on)
    clause = CLAUSES[letter.kind]
    if command.answer not in (CONSENTS, REFUSES):
        reason = "没有写明意见。请在“同意公开”和“不同意公开”中选一项。"
        raise Invalid("consultation-answer-unknown", reason, clause)
    if not letter.sent_on <= command.arrived_on <= legal_day(command.origin.at):
        reason = "收到意见的日期不能早于发出日期，也不能晚于今天。请改正日期。"
        raise Invalid("consultation-dates", reason, clause)
    reason_of = command.reason
    if command.answer == REFUSES:
        sentence = "没有写明不同意的理由。第三方不同意公开的，须有合理理由，请写明。"
        reason_of = written(reason_of, "reason", sentence, clause)
    return (
        ConsultationAnswered(
            request_id=case.matter.request_id,
            consultation_id=command.consultation_id,
            answer=command.answer,
            reason=reason_of,
            arrived_on=command.arrived_on,
        ),
    )


def lapse_consultation(state: Case, command: LapseConsultation) -> Sequence[ReviewEvent]:
    """The time to answer has passed: silence has the effect that the rules give it. Else nothing happens."""
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


def known_kind(kind: str) -> str:
    """Whom the law lets an agency ask; its article."""
    if kind not in CLAUSES:
        reason = "没有选择征求谁的意见。请在“第三方”和“其他机关”中选一项。"
        raise Invalid("consultation-kind-unknown", reason, "条例第三十二条")
    return CLAUSES[kind]


def in_order(received_on: date, sent_on: date, delivered_on: date, today: date) -> None:
    """After the request, sent before it was received, and both have happened (条例第三十二条: 自收到征求意见书之日)."""
    if not received_on <= sent_on <= delivered_on <= today:
        reason = "日期前后不对：发出不能早于收到申请，送达不能早于发出，都不能晚于今天。请改正日期。"
        raise Invalid("consultation-dates", reason, "条例第三十二条")


def written(box: Sealed | None, name: str, sentence: str, clause: str) -> Sealed:
    """A letter, and a refusal, say what they must."""
    if box is None:
        raise Invalid(f"consultation-{name}-missing", sentence, clause)
    return box


def awaiting_answer(case: Underway, consultation_id: UUID, arrived_on: date) -> Consultation:
    """A letter that is out, or whose time passed before an answer that had arrived in time was noted down."""
    letter = case.circumstances.consultations.get(consultation_id)
    if letter is None:
        raise NotFound("consultation-unknown", "本件没有这一征求意见。请重新打开本件核对。")
    late = letter.silent and letter.closed_on is not None and arrived_on > letter.closed_on
    if late or (letter.answer is not None and not letter.silent):
        reason = "这一征求意见已经答复，或者答复期限已过，不能再登记意见。请重新打开本件核对。"
        raise Refusal("consultation-closed", reason, CLAUSES[letter.kind])
    return letter


def unweighed(case: Case, sheet: SheetFacts | None) -> frozenset[UUID]:
    """The letters in which a third party refused and whose refusal the standing sheet has not weighed (条例第十五条)."""
    if isinstance(case, NoCase):
        return frozenset()
    return case.circumstances.refusals - (sheet.weighed if sheet else frozenset())


def settled(case: Case, sheet: SheetFacts | None, *, releasing: bool) -> None:
    """Nothing that others may object to is given away while they are being asked, or against an unweighed refusal.

    An answer that gives nothing away need not wait: nobody's rights are touched (条例第三十二条).
    """
    if isinstance(case, NoCase) or not releasing:
        return
    if case.circumstances.letters_out:
        reason = "征求的意见还没有答复，答复期限也没有过，不能公开。请先登记意见，或者等期限届满。"
        raise Refusal("consultation-open", reason, "条例第三十二条")
    if unweighed(case, sheet):
        reason = (
            "第三方不同意公开。仍要公开的，请由承办股室重新填写保密审查单，"
            "写明不公开会对公共利益造成的重大影响。"
        )
        raise Refusal("third-party-refused", reason, "条例第十五条、第三十二条")
