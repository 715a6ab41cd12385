"""What is known already of a closing's evidence, so that nobody copies a 文号 from another page."""

from collections.abc import Sequence

from review.projections.case_file import Entry
from review.web.evidence_form import BOXES, COLON
from shared.events.intake import RequestWithdrawn
from shared.events.intake_corrections import CorrectionLapsed, CorrectionNoticeDispatched, CorrectionRequested
from shared.events.substance import Proof
from shared.words.dates import chinese_date


def known_evidence(entries: Sequence[Entry]) -> Sequence[Proof]:
    """The correction notice as intake served it, the withdrawal as it came."""
    number, told = None, {}
    for entry in entries:
        match entry.event:
            case CorrectionRequested(letter=letter):
                number = letter.document_number
            case CorrectionNoticeDispatched(served=served):
                told["notice_served_on"] = chinese_date(served.dispatched_on)
            case CorrectionLapsed(due_on=due_on):
                told["notice_due_on"] = chinese_date(due_on)
            case RequestWithdrawn(withdrawn_on=withdrawn_on):
                told["closing_on"] = chinese_date(withdrawn_on)
                told["closing_why"] = "申请人撤回申请"
            case _:
                continue
    return [_proof("correction-notice", number, told), _proof("closing-record", None, told)]


def _proof(kind: str, number: str | None, told: dict[str, str]) -> Proof:
    lines = [f"{box.label}{COLON}{told[box.name]}" for box in BOXES[kind] if box.name in told]
    return Proof(kind=kind, text="\n".join(lines), reference=number)
