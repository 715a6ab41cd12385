"""办理经过: the words of a case's circumstances and of what intake did, each a title and the text that belongs to it."""

from typing import assert_never

from review.case.evolve import CircumstanceEvent, LetterEvent
from review.drafting import PARTY, REASON
from review.projections.case_file import IntakeFact
from review.web.letters.view import ANSWERS, KINDS
from review.web.parts.unsealer import Unsealer
from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, CorrectionRequested
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    ExtensionNoticeRendered,
    KeyDestroyed,
    ReplyDispatched,
    ReplyRendered,
    RequestWithdrawn,
)
from shared.events.review.case import (
    ClosingLifted,
    ClosingRequired,
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    ExtensionApproved,
    ExtensionProposed,
    ExtensionRefused,
)

Words = tuple[str, str]


def circumstance_words(event: CircumstanceEvent | ClosingLifted, reader: Unsealer) -> Words:
    """The required end, the extension, the letters."""
    match event:
        case ClosingRequired():
            return "应予终止办理", f"依据{event.basis.clause}"
        case ClosingLifted():
            return "撤销终止：补正是按期收到的", "待受理后重新立案"
        case ExtensionProposed():
            return f"提请延期 {event.working_days} 个工作日", reader.read(REASON, event.reason)
        case ExtensionApproved():
            return f"同意延期 {event.working_days} 个工作日", "告知申请人后生效"
        case ExtensionRefused():
            return "不同意延期", reader.read(REASON, event.reason)
        case (
            ConsultationDispatched() | ConsultationReceived() | ConsultationAnswered() | ConsultationLapsed()
        ):
            return _letter_words(event, reader)
        case _:
            assert_never(event)


def _letter_words(event: LetterEvent, reader: Unsealer) -> Words:
    match event:
        case ConsultationDispatched():
            return f"征求{KINDS[event.kind]}意见", reader.read(PARTY, event.party)
        case ConsultationReceived():
            return "征求意见书送达", f"自次日起 {event.respond_working_days} 个工作日内答复"
        case ConsultationAnswered():
            reason = reader.read(REASON, event.reason) if event.reason else ""
            return f"收到意见：{ANSWERS[event.answer]}", reason
        case ConsultationLapsed():
            return "征求意见期限届满", f"{ANSWERS[event.effect]}（{event.basis.clause}）"
        case _:
            assert_never(event)


def intake_words(event: IntakeFact) -> Words:
    """What intake did; nothing of it says who the applicant is."""
    match event:
        case CorrectionRequested() | CorrectionNoticeDispatched() | CorrectionLapsed():
            return _correction_words(event)
        case RequestWithdrawn():
            return "申请人撤回申请", ""
        case ExtensionNoticeRendered():
            return f"成文：{event.letter.document_number}", "延期答复告知书"
        case ExtensionNoticeDispatched():
            return "已告知申请人延期", ""
        case ReplyRendered() | ReplyDispatched() | KeyDestroyed():
            return _reply_words(event)
        case _:
            assert_never(event)


def _correction_words(event: CorrectionRequested | CorrectionNoticeDispatched | CorrectionLapsed) -> Words:
    match event:
        case CorrectionRequested():
            return f"要求补正：{event.letter.document_number}", ""
        case CorrectionNoticeDispatched():
            return "送达补正告知书", f"补正期限 {event.respond_working_days} 个工作日"
        case CorrectionLapsed():
            return "逾期未补正", f"依据{event.basis.clause}"
        case _:
            assert_never(event)


def _reply_words(event: ReplyRendered | ReplyDispatched | KeyDestroyed) -> Words:
    match event:
        case ReplyRendered(letter=letter):
            return f"成文：{letter.document_number}", ""
        case ReplyDispatched(document_number=number):
            return f"送达：{number}", ""
        case KeyDestroyed():
            return "个人信息已销毁", ""
        case _:
            assert_never(event)
