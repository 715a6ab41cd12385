"""What stands beside the main line, in clear for one page: the required end, the extension, the letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.domain.case import Assigned, Case, Drafted, NoCase, Returned
from review.domain.circumstances import CONSENTS, OTHER_AGENCY, REFUSES, THIRD_PARTY, Circumstances, Closing
from review.drafting import PARTY, QUESTION, REASON
from review.projections.case_file import Entry
from review.projections.due_dates import Due
from review.web.due_view import remark_on
from review.web.plain_text import Reader
from review.web.scope import is_of
from shared.events.review import (
    ConsultationAnswered,
    ConsultationSent,
    ExtensionProposed,
    ExtensionRefused,
)
from shared.policy import Policy
from shared.policy.resolution import Resolved
from shared.web.access.staff_pass import Pass

KINDS = {THIRD_PARTY: "第三方", OTHER_AGENCY: "其他机关"}
ANSWERS = {
    CONSENTS: "同意公开",
    REFUSES: "不同意公开",
    "agency-decides": "逾期未答复，由本机关依照条例决定是否公开",
    "agreement": "逾期未答复，视为同意公开",
    "refusal": "逾期未答复，视为不同意公开",
}


@dataclass(frozen=True, slots=True)
class ClosingView:
    """应予终止: the outcome that is left and since when."""

    outcome_name: str
    outcome: str
    required_on: date
    clause: str


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """延期: the newest one; `may_decide` for who may approve it, `why_not` for who holds the role and may not."""

    extension_id: UUID
    working_days: int
    reason: str
    proposed_on: date
    decided: bool | None
    refusal: str
    may_decide: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """征求意见: whom, what, since when, until when, and what came of it ("" while it is out)."""

    consultation_id: UUID
    kind: str
    party: str
    question: str
    sent_on: date
    served_on: date
    working_days: int
    remark: str
    tone: str
    answer: str
    answer_reason: str
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesView:
    """All of it, and whether this person may begin or note something."""

    closing: ClosingView | None
    extension: ExtensionView | None
    letters: Sequence[LetterView]
    may_extend: bool
    may_ask: bool
    may_note: bool
    rules: Mapping[str, Resolved]


def sides_view(
    case: Case,
    entries: Sequence[Entry],
    reader: Reader,
    held: Pass,
    policy: Policy,
    clocks: Mapping[str, Due],
    today: date,
) -> SidesView:
    """What `held` reads of the case's circumstances, and may do about them."""
    known = Circumstances() if isinstance(case, NoCase) else case.circumstances
    owner = isinstance(case, Assigned | Drafted | Returned) and is_of(held, policy.roles, case.section)
    goes_on = owner and known.closing is None
    approved = any(each.decided for each in known.extensions)
    return SidesView(
        closing=_closing(known.closing, policy),
        extension=_extension(known, entries, reader, held, policy),
        letters=_letters(known, entries, reader, clocks, today),
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


def _extension(
    known: Circumstances, entries: Sequence[Entry], reader: Reader, held: Pass, policy: Policy
) -> ExtensionView | None:
    proposals = [
        (entry.event.proposed_on, entry.actor.id)
        for entry in entries
        if isinstance(entry.event, ExtensionProposed)
    ]
    if not proposals or not known.extensions:
        return None
    asked, (proposed_on, proposer) = known.extensions[-1], proposals[-1]
    approver = "approve-extension" in policy.roles.able(held.roles)
    own = proposer == held.account
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


def _letters(
    known: Circumstances, entries: Sequence[Entry], reader: Reader, clocks: Mapping[str, Due], today: date
) -> Sequence[LetterView]:
    sent = [entry.event for entry in entries if isinstance(entry.event, ConsultationSent)]
    return [
        _letter(event, known, entries, reader, clocks.get(f"consultation-{event.consultation_id}"), today)
        for event in sent
        if event.consultation_id in known.consultations
    ]


def _letter(
    event: ConsultationSent,
    known: Circumstances,
    entries: Sequence[Entry],
    reader: Reader,
    clock: Due | None,
    today: date,
) -> LetterView:
    state = known.consultations[event.consultation_id]
    remark, tone = remark_on(clock, today) if state.answer is None else ("", "info")
    return LetterView(
        consultation_id=event.consultation_id,
        kind=KINDS[event.kind],
        party=reader.read(PARTY, event.party),
        question=reader.read(QUESTION, event.question),
        sent_on=event.sent_on,
        served_on=event.served_on,
        working_days=event.respond_working_days,
        remark=remark,
        tone=tone,
        answer=ANSWERS.get(state.answer or "", state.answer or ""),
        answer_reason=_reason(event.consultation_id, entries, reader),
        closed_on=state.closed_on,
    )


def _reason(consultation_id: UUID, entries: Sequence[Entry], reader: Reader) -> str:
    for entry in entries:
        event = entry.event
        if (
            isinstance(event, ConsultationAnswered)
            and event.consultation_id == consultation_id
            and event.reason
        ):
            return reader.read(REASON, event.reason)
    return ""
