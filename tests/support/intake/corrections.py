"""Events and commands of one request that had to be corrected, in March 2025."""

from datetime import UTC, date, datetime
from typing import Any

from intake.request.correction import commands
from shared.events.intake import correction as events
from shared.events.intake.request import Applicant, Finding
from shared.events.terms import LetterFact, Proof
from support.facts import came, person, went
from support.intake import requests as a

NOTICE = LetterFact(
    document_number="海统公开补〔2025〕1号", sha256="ab" * 32, blob="ba" * 32, pages=2, renderer="typst 1"
)
UNCLEAR = Finding("description", "unclear", "第二十九条")


def at(day: int) -> datetime:
    """Ten in the morning of a day of March 2025 in Shanghai."""
    return datetime(2025, 3, day, 2, tzinfo=UTC)


def request(**changed: Any) -> commands.RequestCorrection:
    """Request a correction on 2025-03-04, within ten working days."""
    fields: dict[str, Any] = {
        "origin": a.origin(at(4)),
        "findings": (UNCLEAR,),
        "fields_required": a.ADMISSION.fields_required,
        "explanation": a.sealed("哪一年"),
        "respond_working_days": 10,
        "rounds_max": 1,
        "letter": NOTICE,
        "basis": a.BASIS,
    }
    return commands.RequestCorrection(**(fields | changed))


def notify(
    served_on: date = date(2025, 3, 5), method: str = "post", proof: Proof | None = a.MAILED
) -> commands.NotifyCorrection:
    """Record on 2025-03-06 that the notice was served by post on 2025-03-05."""
    return commands.NotifyCorrection(origin=a.origin(at(6)), served=went(served_on, method, proof))


def correct(**changed: Any) -> commands.CorrectRequest:
    """Receive the correction on line on 2025-03-12."""
    fields: dict[str, Any] = {
        "origin": a.origin(at(12)),
        "admission": a.ADMISSION,
        "channel": "web",
        "receipt_rule": "enters-mailbox",
        "receipt_basis": a.BASIS,
        "instants": {"submitted": at(12)},
        "given": a.ADMISSION.fields_required,
        "corrected": ("description",),
        "applicant": Applicant(name=a.sealed("name")),
        "content": a.sealed("clear"),
        "hints": None,
        "supply_form": "electronic",
        "delivery": "download",
    }
    return commands.CorrectRequest(**(fields | changed))


def lapse() -> commands.LapseCorrection:
    """Record that the time to correct ended on 2025-03-19."""
    return commands.LapseCorrection(origin=a.origin(at(20)), due_on=date(2025, 3, 19), basis=a.BASIS)


REQUESTED = events.CorrectionRequested(
    request_id=a.REQUEST,
    findings=(UNCLEAR,),
    explanation=a.sealed("哪一年"),
    respond_working_days=10,
    requested_on=date(2025, 3, 4),
    letter=NOTICE,
    basis=a.BASIS,
)
NOTIFIED = events.CorrectionNoticeDispatched(
    request_id=a.REQUEST,
    document_number="海统公开补〔2025〕1号",
    respond_working_days=10,
    served=went(date(2025, 3, 5), "post", a.MAILED),
)
CORRECTED = events.RequestCorrected(
    request_id=a.REQUEST,
    receipt=came(date(2025, 3, 12), {"submitted": at(12)}, rule=a.BASIS),
    corrected=("description",),
    applicant=person(a.sealed("name"), "citizen"),
    content=a.sealed("clear"),
    supply_form="electronic",
    delivery="download",
)
LAPSED = events.CorrectionLapsed(
    request_id=a.REQUEST,
    due_on=date(2025, 3, 19),
    lapsed_on=date(2025, 3, 20),
    year=2025,
    number=7,
    received_on=date(2025, 3, 3),
    applicant_kind="citizen",
    content=a.sealed("content"),
    basis=a.BASIS,
)
DRAWN = (a.RECEIVED, a.FOUND_WANTING, REQUESTED)
TOLD = (*DRAWN, NOTIFIED)
