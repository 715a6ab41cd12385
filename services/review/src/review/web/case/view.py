"""The content of the case page: request, sheet, drafts, sign-off chain, timeline and next action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from review.acts.case_and_sheet import facts_of
from review.case.consultation import unweighed
from review.case.signing import DONE, stage_of, turn_of
from review.case.state import Drafted, Issued
from review.projections.case_file import drafter_in
from review.web.case.circumstances_view import CircumstancesView, circumstances_view
from review.web.case.timeline import Happening, timeline
from review.web.case.turn_view import TurnView, turn_view
from review.web.draft.comparison import Compared, compare
from review.web.draft.view import DraftView, all_drafts, draft_view
from review.web.parts.chain_view import Signature, signatures
from review.web.parts.due_view import DueView, ReviewDue, due_view, review_due
from review.web.parts.opened_case import OpenedCase
from review.web.sheet.view import SheetView, sheet_view
from shared.events.intake.request import ReplyDispatched
from shared.events.terms import CONFIDENTIALITY_REVIEW, REPLY_CLOCK
from shared.web.access.staff_pass import Pass
from shared.words.explanation import due_card
from shared.words.quotation import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as one person sees it today. `quotation`: the applicant's words as the letter prints and the signature covers them."""

    request_id: UUID
    number: str
    received_on: date
    section: str
    asked: str
    quotation: str
    sheet: SheetView | None
    sheet_section: str
    draft: DraftView | None
    drafts: Sequence[DraftView]
    changes: Sequence[Compared]
    circumstances: CircumstancesView
    unweighed: bool
    review_due: ReviewDue | None
    signatures: Sequence[Signature]
    happenings: Sequence[Happening]
    due: DueView
    explained: Mapping[str, Any]
    turn: TurnView

    @property
    def last_draft(self) -> DraftView | None:
        """The newest draft, from which the next one starts; None if it is void."""
        return self.drafts[-1] if self.drafts and not self.drafts[-1].void else None


def case_view(opened: OpenedCase, held: Pass) -> CaseView:
    """Build the view of the page."""
    case, policy, reader = opened.case, opened.policy, opened.unsealer
    chain, roles = policy["signoff.chain"].value, policy.roles
    signed = case.signed if isinstance(case, Drafted | Issued) else ()
    served = any(isinstance(entry.event, ReplyDispatched) for entry in opened.entries)
    closing = case.circumstances.closing
    facts = facts_of(opened.sheet)
    stage = stage_of(case, facts)
    turn = DONE if served else turn_of(stage, signed, chain, roles, closing=closing is not None)
    filled = sheet_view(opened.sheet, reader, opened.policy_on)
    drafts = all_drafts(opened.entries, reader, opened.policy_on)
    in_force = [each for each in drafts if not each.void]
    return CaseView(
        request_id=opened.matter.request_id,
        number=opened.number,
        received_on=opened.matter.received_on,
        section=opened.section_name,
        asked=opened.asked,
        quotation=quoted(opened.asked),
        sheet=filled,
        sheet_section=opened.section_on(filled.reviewed_on) if filled else "",
        draft=draft_view(case, stage, reader, policy),
        drafts=drafts,
        changes=compare(*in_force[-2:]) if len(in_force) > 1 else (),
        circumstances=circumstances_view(opened, held),
        unweighed=bool(unweighed(case, facts)),
        review_due=review_due(opened.clocks.get(CONFIDENTIALITY_REVIEW), opened.today),
        signatures=signatures(chain, case, opened.entries, opened.staff.names),
        happenings=timeline(opened.entries, reader, roles, opened.staff, turn),
        due=due_view(opened.clocks.get(REPLY_CLOCK), opened.today, closing.outcome if closing else ""),
        explained=due_card(opened.explained),
        turn=turn_view(turn, case, chain, roles, held, drafter_in(opened.entries), opened.section_name),
    )
