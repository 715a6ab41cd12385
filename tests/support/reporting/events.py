"""The larger events of the request that `support.reporting.play` plays."""

from datetime import UTC, date, datetime
from uuid import UUID

from shared.events.intake import correction as intake_corrections
from shared.events.review import case as review
from shared.events.terms import Evidence, LetterFact, Sealed, SheetVersion
from support.deadline.clocks import BASIS, REQUEST
from support.facts import came, person, reached, went

IDENTITY, TEXT = Sealed("identity", "AAAA"), Sealed("text", "AAAA")
LETTER = UUID("00000000-0000-4000-8000-0000000000c1")
SHEET = UUID("00000000-0000-4000-8000-0000000000f2")
BEGAN = datetime(2025, 3, 3, 1, tzinfo=UTC)


def correction() -> intake_corrections.RequestCorrected:
    """The applicant corrects the description."""
    return intake_corrections.RequestCorrected(
        request_id=REQUEST,
        receipt=came(date(2025, 3, 12), {"submitted": BEGAN}, rule=BASIS),
        corrected=("description",),
        applicant=person(IDENTITY),
        content=TEXT,
        supply_form="paper",
        delivery="post",
    )


def letter() -> review.ConsultationDispatched:
    """A letter to a third party is sent."""
    return review.ConsultationDispatched(
        request_id=REQUEST,
        consultation_id=LETTER,
        kind="third_party",
        party=TEXT,
        question=TEXT,
        served=went(date(2025, 3, 17), None),
        respond_working_days=15,
        basis=BASIS,
    )


def letter_received() -> review.ConsultationReceived:
    """The third party receives it a day later."""
    return review.ConsultationReceived(
        request_id=REQUEST,
        consultation_id=LETTER,
        delivered=reached(date(2025, 3, 18)),
        respond_working_days=15,
        basis=BASIS,
    )


def draft(number: int) -> review.OutcomeProposed:
    """The n-th draft."""
    return review.OutcomeProposed(
        request_id=REQUEST,
        draft=number,
        outcome="partial",
        clause="条例第三十七条",
        finding=TEXT,
        decision=TEXT,
        materials=(TEXT,),
        proposed_on=date(2025, 3, 26),
        sheet=SheetVersion(SHEET, 1),
        evidence=(Evidence(kind="redaction-record", boxes={"redacted_parts": TEXT}),),
    )


def paper(number: str) -> LetterFact:
    """A document."""
    return LetterFact(document_number=number, sha256="ab" * 32, blob="b", pages=1, renderer="typst")
