"""延期 decrypted for one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.case.state import Circumstances
from review.drafting import REASON
from review.projections.case_file import Entry
from review.web.parts.unsealer import Unsealer
from shared.events.review.case import ExtensionProposed, ExtensionRefused
from shared.web.access.staff_pass import Pass


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """The newest extension. `may_decide`: the reader may approve or refuse it; `why_not`: why an approver may not."""

    extension_id: UUID
    working_days: int
    reason: str
    proposed_on: date
    decided: bool | None
    refusal: str
    may_decide: bool
    why_not: str


def extension_view(
    known: Circumstances, entries: Sequence[Entry], reader: Unsealer, held: Pass, *, approver: bool
) -> ExtensionView | None:
    """The newest extension as `held` sees it; None if none was asked for."""
    proposals = [
        (entry.event.proposed_on, entry.actor.id)
        for entry in entries
        if isinstance(entry.event, ExtensionProposed)
    ]
    if not proposals or not known.extensions:
        return None
    asked, (proposed_on, proposer) = known.extensions[-1], proposals[-1]
    own = proposer == held.person
    refused = [entry.event for entry in entries if isinstance(entry.event, ExtensionRefused)]
    return ExtensionView(
        extension_id=asked.extension_id,
        working_days=asked.working_days,
        reason=reader.read(REASON, asked.reason),
        proposed_on=proposed_on,
        decided=asked.decided,
        refusal=reader.read(REASON, refused[-1].reason) if asked.decided is False and refused else "",
        may_decide=asked.decided is None and approver and not own,
        why_not="这次延期是您提请的，由另一位有此职责的同事审批。" if approver and own else "",
    )
