"""Evidence of a closing that intake's events already contain, so that nobody has to copy it from another page."""

from collections.abc import Sequence

from review.projections.case_file import Entry
from shared.events.intake.correction import CorrectionLapsed, CorrectionNoticeDispatched, CorrectionRequested
from shared.events.intake.request import RequestWithdrawn


def known_evidence(entries: Sequence[Entry]) -> dict[str, str]:
    """The values of the evidence boxes about the correction notice and about the withdrawal."""
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
