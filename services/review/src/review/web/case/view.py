"""The content of the case page: request, sheet, drafts, sign-off chain, timeline and next action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from review.acts.case_and_sheet import facts_of, fold_both
from review.case.consultation import unweighed
from review.case.rules import closed
from review.case.signing import DONE, stage_of, turn_of
from review.case.state import Case, Drafted, Issued, Matter, NoCase, Opened
from review.drafting import CONTENT
from review.projections.case_file import Entry, drafter_in
from review.projections.due_dates import Due
from review.web.case.chain_view import Signature, signatures
from review.web.case.circumstances_view import CircumstancesView, circumstances_view
from review.web.case.timeline import Happening, timeline
from review.web.case.turn_view import TurnView, turn_view
from review.web.draft.comparison import Compared, compare
from review.web.draft.view import DraftView, all_drafts, draft_view
from review.web.parts.colleagues import Colleagues
from review.web.parts.due_view import DueView, ReviewDue, due_view, review_due
from review.web.parts.unsealer import Unsealer
from review.web.parts.visibility import refuse_strangers
from review.web.sheet.view import SheetView, sheet_view
from shared.events.intake.request import ReplyDispatched
from shared.events.terms import CONFIDENTIALITY_REVIEW, REPLY_CLOCK
from shared.policy import Policy
from shared.web.access.staff_pass import Pass
from shared.words.explanation import Explanation, due_card
from shared.words.numbers import request_number


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as one person sees it today."""

    request_id: UUID
    number: str
    received_on: date
    section: str
    asked: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The rows and policies that the page needs. An earlier decision is shown by the policy of its own day."""

    entries: Sequence[Entry]
    clocks: Mapping[str, Due]
    explained: Explanation | None
    staff: Colleagues
    policy_on: Callable[[date], Policy]
    today: date

    @property
    def policy(self) -> Policy:
        """The policy of today."""
        return self.policy_on(self.today)


def case_view(read: Read, reader: Unsealer, held: Pass) -> CaseView:
    """Build the view. Raises `Refusal`: 404 if there is no such case, 403 if `held` may not read it."""
    case, sheet = fold_both(entry.event for entry in read.entries)
    if isinstance(case, NoCase):
        raise closed(case)
    chain, roles = read.policy["signoff.chain"].value, read.policy.roles
    section, names = _section(case), read.staff.sections.labels(read.today)
    refuse_strangers(held, roles, section, names)
    signed = case.signed if isinstance(case, Drafted | Issued) else ()
    served = any(isinstance(entry.event, ReplyDispatched) for entry in read.entries)
    closing = case.circumstances.closing
    facts = facts_of(sheet)
    stage = stage_of(case, facts)
    turn = DONE if served else turn_of(stage, signed, chain, roles, closing=closing is not None)
    filled = sheet_view(sheet, reader, read.policy_on)
    drafts = all_drafts(read.entries, reader, read.policy_on)
    in_force = [each for each in drafts if not each.void]
    matter: Matter = case.matter
    return CaseView(
        request_id=matter.request_id,
        number=request_number(matter.year, matter.number),
        received_on=matter.received_on,
        section=names.get(section, section),
        asked=reader.read(CONTENT, matter.content),
        sheet=filled,
        sheet_section=read.staff.sections.name(section, filled.reviewed_on) if filled else "",
        draft=draft_view(case, stage, reader, read.policy),
        drafts=drafts,
        changes=compare(*in_force[-2:]) if len(in_force) > 1 else (),
        circumstances=circumstances_view(
            case, read.entries, reader, held, read.policy, read.clocks, read.today
        ),
        unweighed=bool(unweighed(case, facts)),
        review_due=review_due(read.clocks.get(CONFIDENTIALITY_REVIEW), read.today),
        signatures=signatures(chain, case, read.entries, read.staff.names),
        happenings=timeline(read.entries, reader, roles, read.staff, turn),
        due=due_view(read.clocks.get(REPLY_CLOCK), read.today, closing.outcome if closing else ""),
        explained=due_card(read.explained),
        turn=turn_view(turn, case, chain, roles, held, drafter_in(read.entries), names.get(section, section)),
    )


def _section(case: Case) -> str:
    return "" if isinstance(case, NoCase | Opened) else case.section
