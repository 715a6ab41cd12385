"""Commands and events beside the usual course of a case, with sensible values."""

from datetime import date
from uuid import UUID

from review.case.commands import (
    AnswerConsultation,
    ApproveExtension,
    LapseConsultation,
    LiftClosing,
    ProposeExtension,
    RefuseExtension,
    RequireClosing,
    SendConsultation,
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
from shared.events.terms import Basis
from support.facts import reached, went
from support.review.cases import (
    EVERY_SECTION,
    HEADS,
    ISSUE,
    MATTER,
    OPENED,
    REQUEST,
    TODAY,
    able,
    origin,
    sealed,
)

EXTENSION = UUID("4c1f7d2b-0d4e-4d39-8b57-1c1f9c0a2e03")
LETTER = UUID("9e0d1a66-7c2a-4f5d-a8e1-6b7f0f3c4d04")
DUE = date(2025, 3, 31)
RULE = Basis("条例第三十三条第二款", "《政府信息公开条例》")
ENDED = Basis("条例第三十条", "《政府信息公开条例》")


def require(outcome="other_other") -> RequireClosing:
    return RequireClosing(
        origin=origin("reaction"), matter=MATTER, outcome=outcome, required_on=TODAY, basis=ENDED
    )


def lift() -> LiftClosing:
    """The correction of a lapsed request turns out to have come in time."""
    return LiftClosing(origin=origin("reaction"), request_id=REQUEST, lifted_on=TODAY, basis=ENDED)


def extend(role="section", *, heads=HEADS, days=10, reason="需要汇总各镇数据", due_on=DUE, account=""):
    return ProposeExtension(
        origin=origin(role, account),
        able=able(role),
        request_id=REQUEST,
        heads=heads,
        extension_id=EXTENSION,
        working_days=days,
        reason=sealed(reason) if reason else None,
        due_on=due_on,
        working_days_max=20,
        times_max=1,
    )


def approve(
    role="deputy",
    *,
    heads=EVERY_SECTION,
    account="",
    proposer="the.section",
    due_on=DUE,
    extension_id=EXTENSION,
):
    return ApproveExtension(
        origin=origin(role, account),
        request_id=REQUEST,
        heads=heads,
        extension_id=extension_id,
        approver="deputy",
        proposer=proposer,
        due_on=due_on,
        basis=RULE,
    )


def turn_down(role="deputy", *, heads=EVERY_SECTION, reason="可以按期答复", proposer="the.section"):
    return RefuseExtension(
        origin=origin(role),
        request_id=REQUEST,
        heads=heads,
        extension_id=EXTENSION,
        approver="deputy",
        proposer=proposer,
        reason=sealed(reason) if reason else None,
    )


def ask(
    role="section",
    *,
    heads=HEADS,
    kind="third_party",
    party="某公司",
    sent_on=date(2025, 3, 5),
    received_on=date(2025, 3, 7),
    letter=LETTER,
):
    return SendConsultation(
        origin=origin(role),
        able=able(role),
        request_id=REQUEST,
        heads=heads,
        consultation_id=letter,
        kind=kind,
        party=sealed(party) if party else None,
        question=sealed("是否同意公开"),
        sent_on=sent_on,
        received_on=received_on,
        respond_working_days=15,
        basis=RULE,
    )


def answered(
    answer="consents", role="clerk", *, heads=EVERY_SECTION, reason="", arrived_on=TODAY, letter=LETTER
) -> AnswerConsultation:
    return AnswerConsultation(
        origin=origin(role),
        able=able(role),
        request_id=REQUEST,
        heads=heads,
        consultation_id=letter,
        answer=answer,
        reason=sealed(reason) if reason else None,
        arrived_on=arrived_on,
    )


def lapse(letter=LETTER, lapsed_on=TODAY) -> LapseConsultation:
    return LapseConsultation(
        origin=origin("reaction"),
        request_id=REQUEST,
        consultation_id=letter,
        effects={"third_party": ("agency-decides", RULE), "other_agency": ("agreement", RULE)},
        lapsed_on=lapsed_on,
    )


def was_required(outcome="other_other") -> ClosingRequired:
    return ClosingRequired(request_id=REQUEST, outcome=outcome, required_on=TODAY, basis=ENDED)


def was_lifted() -> ClosingLifted:
    return ClosingLifted(request_id=REQUEST, outcome="other_no_correction", lifted_on=TODAY, basis=ENDED)


def was_extension_proposed() -> ExtensionProposed:
    return ExtensionProposed(
        request_id=REQUEST,
        extension_id=EXTENSION,
        working_days=10,
        reason=sealed("需要汇总各镇数据"),
        proposed_on=TODAY,
    )


def was_approved() -> ExtensionApproved:
    return ExtensionApproved(
        request_id=REQUEST,
        extension_id=EXTENSION,
        working_days=10,
        reason=sealed("需要汇总各镇数据"),
        approver="deputy",
        approved_on=TODAY,
        basis=RULE,
    )


def was_turned_down() -> ExtensionRefused:
    return ExtensionRefused(
        request_id=REQUEST,
        extension_id=EXTENSION,
        approver="deputy",
        reason=sealed("可以按期答复"),
        refused_on=TODAY,
    )


def was_asked(kind="third_party", letter=LETTER) -> tuple[ConsultationDispatched, ConsultationReceived]:
    """A letter that was sent on 2025-03-05 and received two days later."""
    dispatched = ConsultationDispatched(
        request_id=REQUEST,
        consultation_id=letter,
        kind=kind,
        party=sealed("某公司"),
        question=sealed("是否同意公开"),
        served=went(date(2025, 3, 5), None),
        respond_working_days=15,
        basis=RULE,
    )
    received = ConsultationReceived(
        request_id=REQUEST,
        consultation_id=letter,
        delivered=reached(date(2025, 3, 7)),
        respond_working_days=15,
        basis=RULE,
    )
    return dispatched, received


def was_answered(answer="consents", reason="", arrived_on=TODAY) -> ConsultationAnswered:
    return ConsultationAnswered(
        request_id=REQUEST,
        consultation_id=LETTER,
        answer=answer,
        reason=sealed(reason) if reason else None,
        arrived_on=arrived_on,
    )


def has_lapsed(effect="agency-decides", lapsed_on=TODAY) -> ConsultationLapsed:
    return ConsultationLapsed(
        request_id=REQUEST, consultation_id=LETTER, effect=effect, lapsed_on=lapsed_on, basis=RULE
    )


ANOTHER = was_asked("other_agency", ISSUE)
"""A second letter, to another agency."""

SET_ASIDE = (*OPENED, was_required("other_no_correction"), was_lifted())
"""The end was taken back, and acceptance is awaited."""
