"""Commands on the main line of a case: 立案, 分办, 保密审查, 拟答复意见, 审签, 退回, 签发."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from review.domain import rules
from review.domain.case import Drafted
from review.domain.commands import (
    AssignSection,
    CaseCommand,
    CompleteConfidentialityReview,
    IssueReply,
    OpenCase,
    ProposeOutcome,
    ReturnDraft,
    SignDraft,
    Signing,
)
from review.domain.decider import case_decider
from review.domain.outcome_rules import names_law
from review.drafting import (
    DECISION,
    FINDING,
    REASON,
    Answers,
    Wording,
    hash_of,
    open_draft,
    seal,
    seal_evidence,
    seal_materials,
)
from review.handlers.office import Desk, Office, act_on_case, last_actor, stream_of
from shared.command.execute import execute
from shared.eventlog.store import EventStore, Receipt
from shared.events.review import OutcomeProposed
from shared.message import Origin, Recorded


async def open_case(store: EventStore, command: OpenCase, key_id: str | None) -> Receipt:
    """立案, for the reaction. Raises `Refusal` when the case is open."""
    return await execute(
        store, case_decider, command.origin, stream_of(command.matter.request_id), command, key_id=key_id
    )


async def assign_section(office: Office, origin: Origin, request_id: UUID, section: str) -> Receipt:
    """分办 by the clerk."""

    def write(desk: Desk) -> CaseCommand:
        return AssignSection(origin=origin, able=desk.able(origin), request_id=request_id, section=section)

    return await act_on_case(office, origin, request_id, write)


async def complete_review(
    office: Office, origin: Origin, request_id: UUID, answers: Answers, *, heads: str | None
) -> Receipt:
    """保密审查 by the head of the section `heads`; the sheet's questions rest on the agency's own text."""

    def write(desk: Desk) -> CaseCommand:
        rule = desk.policy["confidentiality.questions"]
        return CompleteConfidentialityReview(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            questions=tuple(rule.value),
            answers=answers.answers,
            attribute=answers.attribute,
            reason=seal(desk.key, REASON, answers.reason),
            basis=rule.basis,
        )

    return await act_on_case(office, origin, request_id, write)


async def propose_outcome(
    office: Office, origin: Origin, request_id: UUID, wording: Wording, *, heads: str | None
) -> Receipt:
    """拟答复意见 by the head of the section `heads`."""

    def write(desk: Desk) -> CaseCommand:
        catalogue = desk.policy.outcomes()
        return ProposeOutcome(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            outcome=wording.outcome,
            clause=wording.clause,
            finding=seal(desk.key, FINDING, wording.finding),
            decision=seal(desk.key, DECISION, wording.decision),
            materials=seal_materials(desk.key, wording.materials),
            offered={name: outcome for name, outcome in catalogue.items() if outcome.offered},
            evidence=seal_evidence(desk.key, wording.evidence),
            names_law=names_law(f"{wording.finding}\n{wording.decision}"),
        )

    return await act_on_case(office, origin, request_id, write)


async def sign_draft(
    office: Office, origin: Origin, request_id: UUID, draft: int, *, heads: str | None
) -> Receipt:
    """审签 in the role that the actor acts in; the chain's last signature issues the reply."""

    def write(desk: Desk) -> CaseCommand:
        return SignDraft(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            draft=draft,
            level=origin.actor.role,
            signing=_signing(desk, origin, draft),
        )

    return await act_on_case(office, origin, request_id, write)


async def return_draft(
    office: Office, origin: Origin, request_id: UUID, draft: int, reason: str, *, heads: str | None
) -> Receipt:
    """退回 in the role that the actor acts in."""

    def write(desk: Desk) -> CaseCommand:
        return ReturnDraft(
            origin=origin,
            able=desk.able(origin),
            request_id=request_id,
            heads=heads,
            draft=draft,
            level=origin.actor.role,
            reason=seal(desk.key, REASON, reason),
            chain=desk.policy["signoff.chain"].value,
        )

    return await act_on_case(office, origin, request_id, write)


async def issue_reply(office: Office, origin: Origin, request_id: UUID, draft: int) -> Receipt:
    """签发 by the clerk, when the chain has become shorter and everybody left in it has signed."""

    def write(desk: Desk) -> CaseCommand:
        signing = _signing(desk, origin, draft)
        return IssueReply(
            origin=origin, able=desk.able(origin), request_id=request_id, draft=draft, signing=signing
        )

    return await act_on_case(office, origin, request_id, write)


def _signing(desk: Desk, origin: Origin, draft: int) -> Signing:
    """Opens the draft to hash what is being signed. Raises `Refusal` where there is none of that number."""
    case: Drafted = rules.awaiting_signature(desk.case, draft)
    return Signing(
        chain=desk.policy["signoff.chain"].value,
        drafter=drafter_of(desk.rows),
        substance_sha256=hash_of(open_draft(desk.key, case.draft)),
        issue_id=uuid5(origin.command_id, "issue"),
    )


def drafter_of(rows: Sequence[Recorded]) -> str:
    """The account that proposed the present draft: who acted stands in the row, not in the event."""
    return last_actor(rows, OutcomeProposed)
