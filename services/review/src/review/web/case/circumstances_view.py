"""The circumstances of a case, decrypted for one page: the required closing, the extension, the letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from review.case.signing import extension_turn
from review.case.state import (
    Assigned,
    Closing,
    Drafted,
    Returned,
)
from review.web.extension.view import ExtensionView, extension_view
from review.web.letters.view import LetterView, letter_views
from review.web.parts.opened_case import OpenedCase
from review.web.parts.visibility import has_turn, is_of
from shared.policy import Policy
from shared.policy.resolution import Resolved
from shared.web.access.staff_pass import Pass


@dataclass(frozen=True, slots=True)
class ClosingView:
    """应予终止: the only outcome that can be answered, the day, and the clause."""

    outcome_name: str
    outcome: str
    required_on: date
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstancesView:
    """The circumstances, and the acts that this person may take.

    `may_extend`: ask for an extension; `may_ask`: send a letter; `may_note`: record an answer.
    """

    closing: ClosingView | None
    extension: ExtensionView | None
    letters: Sequence[LetterView]
    may_extend: bool
    may_ask: bool
    may_note: bool
    rules: Mapping[str, Resolved]


def circumstances_view(opened: OpenedCase, held: Pass) -> CircumstancesView:
    """The circumstances of the case as `held` sees them."""
    case, policy, known = opened.case, opened.policy, opened.case.circumstances
    owner = isinstance(case, Assigned | Drafted | Returned) and is_of(held, policy.roles, case.section)
    approver = has_turn(held, extension_turn(policy["extension.approver"].value), opened.section)
    goes_on = owner and known.closing is None
    approved = any(each.decided for each in known.extensions)
    return CircumstancesView(
        closing=_closing(known.closing, policy),
        extension=extension_view(known, opened.entries, opened.unsealer, held, approver=approver),
        letters=letter_views(known, opened.entries, opened.unsealer, opened.clocks, opened.today),
        may_extend=goes_on and known.pending is None and not approved,
        may_ask=goes_on and not isinstance(case, Drafted),
        may_note=owner or "register" in policy.roles.able(held.roles),
        rules={
            key: policy[key]
            for key in (
                "extension.working_days_max",
                "extension.approver",
                "third_party.silence",
                "coproducer.silence",
            )
        },
    )


def _closing(closing: Closing | None, policy: Policy) -> ClosingView | None:
    if closing is None:
        return None
    name = policy.outcome(closing.outcome).name
    return ClosingView(closing.outcome, name, closing.required_on, closing.basis.clause)
