"""保密审查单 decrypted for one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from review.drafting import REASON
from review.sheet.state import Completed, Sheet
from review.web.parts.unsealer import Unsealer
from shared.events.terms import Basis
from shared.policy import Policy


@dataclass(frozen=True, slots=True)
class SheetView:
    """The answers with their questions, the attribute, the reason, the day and the basis."""

    answers: Sequence[tuple[str, bool]]
    attribute: str
    reason: str
    reviewed_on: date
    basis: Basis


def sheet_view(sheet: Sheet, reader: Unsealer, policy_on: Callable[[date], Policy]) -> SheetView | None:
    """The sheet with the questions of the policy of its day. None before it is filled in and after it is voided."""
    if not isinstance(sheet, Completed):
        return None
    asked = policy_on(sheet.completed_on)["confidentiality.questions"].value
    answers = [(each.label, sheet.answers[each.id] == "yes") for each in asked if each.id in sheet.answers]
    reason = reader.read(REASON, sheet.reason) if sheet.reason else ""
    return SheetView(answers, sheet.attribute, reason, sheet.completed_on, sheet.basis)
