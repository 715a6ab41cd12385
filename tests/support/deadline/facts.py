"""Events of intake and review about one request, which deadline hears."""

from datetime import date
from typing import Any
from uuid import UUID

from deadline.clock.reactions.clock_reaction import letter_clock
from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, RequestCorrected
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    Finding,
    FormalCheckCompleted,
    RequestAccepted,
    RequestWithdrawn,
)
from shared.events.review.case import (
    CaseAssigned,
    ClosingLifted,
    ClosingRequired,
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
    ReplyIssued,
)
from shared.events.review.sheet import SheetCompleted
from shared.events.terms import Subject
from support.deadline.clocks import BASIS, NOON, REQUEST, SEALED
from support.facts import came, person, reached, went

TEXT = SEALED
SHEET = UUID("00000000-0000-4000-8000-0000000000f2")
LETTER = UUID("00000000-0000-4000-8000-0000000000e1")
OTHER_LETTER = UUID("00000000-0000-4000-8000-0000000000e2")
LETTER_CLOCK, OTHER_LETTER_CLOCK = (letter_clock(letter, REQUEST) for letter in (LETTER, OTHER_LETTER))


def taken_over(on: date) -> dict[str, Any]:
    """The fields that intake gives review with an event that opens or closes a case."""
    return {
        "request_id": REQUEST,
        "year": on.year,
        "number": 1,
        "received_on": on,
        "applicant_kind": "natural_person",
        "content": TEXT,
    }


def checked(on: date, *wanting: str) -> FormalCheckCompleted:
    """The formal check, with findings about these fields."""
    findings = tuple(Finding(field, "missing", "条例第二十九条") for field in wanting)
    return FormalCheckCompleted(request_id=REQUEST, checked_on=on, findings=findings, basis=BASIS)


def accepted(on: date) -> RequestAccepted:
    """受理."""
    return RequestAccepted(
        accepted_on=on,
        **taken_over(on),
    )


def correction_notified(on: date, respond_working_days: int = 15) -> CorrectionNoticeDispatched:
    """The correction notice was served."""
    return CorrectionNoticeDispatched(
        request_id=REQUEST,
        document_number="琼海统公开补〔2025〕1号",
        respond_working_days=respond_working_days,
        served=went(on),
    )


def corrected(on: date, arrived_on: date | None = None) -> RequestCorrected:
    """The corrected request was received; `arrived_on` if it arrived before it was confirmed."""
    return RequestCorrected(
        request_id=REQUEST,
        receipt=came(on, {"submitted": NOON}, arrived_on=arrived_on),
        corrected=("content",),
        applicant=person(SEALED),
        content=TEXT,
        supply_form="paper",
        delivery="post",
    )


def correction_lapsed(due_on: date, on: date) -> CorrectionLapsed:
    """No correction came."""
    return CorrectionLapsed(
        due_on=due_on,
        lapsed_on=on,
        basis=BASIS,
        **taken_over(on),
    )


def withdrawn(on: date) -> RequestWithdrawn:
    """The applicant withdrew."""
    return RequestWithdrawn(
        withdrawn_on=on,
        reason=None,
        **taken_over(on),
    )


def extension_notified(on: date, working_days: int) -> ExtensionNoticeDispatched:
    """The applicant was told of an extension."""
    return ExtensionNoticeDispatched(
        request_id=REQUEST,
        document_number="琼海统公开延〔2025〕1号",
        extension_id=LETTER,
        working_days=working_days,
        served=went(on),
    )


def assigned(on: date) -> CaseAssigned:
    """The case was assigned to a section."""
    return CaseAssigned(request_id=REQUEST, section="statistics", assigned_on=on)


def reviewed(on: date) -> SheetCompleted:
    """The confidentiality sheet was filled in."""
    return SheetCompleted(
        sheet_id=SHEET,
        subject=Subject("request", str(REQUEST)),
        version=1,
        answers={},
        attribute="open",
        reason=None,
        opinions=(),
        weighed=(),
        completed_on=on,
        basis=BASIS,
    )


def closing_required(on: date) -> ClosingRequired:
    """Review recorded that no correction came."""
    return ClosingRequired(request_id=REQUEST, outcome="other_no_correction", required_on=on, basis=BASIS)


def closing_lifted(on: date) -> ClosingLifted:
    """Review recorded that the correction had come in time."""
    return ClosingLifted(request_id=REQUEST, outcome="other_no_correction", lifted_on=on, basis=BASIS)


def issued(on: date, outcome: str = "other_other") -> ReplyIssued:
    """The last step of the chain signed the reply."""
    return ReplyIssued(
        request_id=REQUEST,
        issue_id=LETTER,
        draft=1,
        outcome=outcome,
        clause="国办公开办函〔2021〕30号表三（六）3",
        finding=TEXT,
        decision=TEXT,
        materials=(),
        substance_sha256="00",
        issued_on=on,
    )


def consulted(
    on: date, kind: str = "third_party", letter: UUID = LETTER, received_on: date | None = None
) -> tuple[ConsultationDispatched, ConsultationReceived]:
    """A letter was sent and received, by default on the same day."""
    of: dict[str, Any] = {
        "request_id": REQUEST,
        "consultation_id": letter,
        "respond_working_days": 15,
        "basis": BASIS,
    }
    sent = ConsultationDispatched(kind=kind, party=TEXT, question=TEXT, served=went(on, None), **of)
    return sent, ConsultationReceived(delivered=reached(received_on or on), **of)


def answered(on: date, letter: UUID = LETTER) -> ConsultationAnswered:
    """The answer arrived."""
    return ConsultationAnswered(
        request_id=REQUEST, consultation_id=letter, answer="consents", reason=None, arrived_on=on
    )


def unanswered(on: date, letter: UUID = LETTER) -> ConsultationLapsed:
    """No answer came in time."""
    return ConsultationLapsed(
        request_id=REQUEST, consultation_id=letter, effect="agency-decides", lapsed_on=on, basis=BASIS
    )
