"""What is known already of a closing's evidence, so that nobody copies a 文号 from another page."""

from collections.abc import Sequence

from review.projections.case_file import Entry
from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, CorrectionRequested
from shared.events.intake.request import RequestWithdrawn


def known_evidence(entries: Sequence[Entry]) -> dict[str, str]:
    """The boxes of the correction notice as intake served it, and of the withdrawal as it came."""
    known: dict[str, str] = {}
    for entry in entries:
        match entry.event:
            case CorrectionRequested(letter=letter):
                known["notice_number"] = letter.document_number
            case CorrectionNoticeDispatched(served=served):
                known["notice_served_on"] = served.dispatched_on.isoformat()
            case CorrectionLapsed(due_on=due_on):
                known["notice_due_on"] = due_on.isoformat()
            case RequestWithdrawn(withdrawn_on=withdrawn_on):
                known |= {"closing_on": withdrawn_on.isoformat(), "closing_why": "申请人撤回申请"}
            case _:
                continue
    return known
