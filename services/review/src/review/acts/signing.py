"""Handlers of 审签 and 签发; both are refused when the 保密审查单 was voided."""

from uuid import UUID, uuid5

from review.acts.case_and_sheet import CaseAndSheet, change_case
from review.case import rules
from review.case.commands import CaseCommand, Heads, IssueReply, SignDraft, Signing
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import drafter_of
from review.case.state import Draft, Drafted, Matter
from review.drafting import Wording, hash_of
from shared.eventlog.store import Receipt
from shared.events.names import CONTENT, DECISION, FINDING, MATERIALS
from shared.events.substance import Proof, Recalled
from shared.message import Origin
from shared.privacy.sealing import SubjectKey
from shared.words.quotation import recalled


async def sign_draft(
    deps: Dependencies, origin: Origin, request_id: UUID, draft: int, *, heads: Heads
) -> Receipt:
    """审签 in the role of the actor; the last signature of the chain issues the reply. Raises `Refusal`."""

    def write(loaded: CaseAndSheet) -> CaseCommand:
        return SignDraft(
            origin=origin,
            able=loaded.case.able(origin),
            request_id=request_id,
            heads=heads,
            draft=draft,
            level=origin.actor.role,
            signing=_signing(loaded, origin, draft),
        )

    return await change_case(deps, origin, request_id, write)


async def issue_reply(deps: Dependencies, origin: Origin, request_id: UUID, draft: int) -> Receipt:
    """签发 by the clerk when a shortened chain is already signed completely. Raises `Refusal`."""

    def write(loaded: CaseAndSheet) -> CaseCommand:
        signing = _signing(loaded, origin, draft)
        return IssueReply(
            origin=origin, able=loaded.case.able(origin), request_id=request_id, draft=draft, signing=signing
        )

    return await change_case(deps, origin, request_id, write)


def _signing(loaded: CaseAndSheet, origin: Origin, draft: int) -> Signing:
    """Decrypt the draft and hash it for the signature. Raises `Refusal` when `draft` is not the present one."""
    case: Drafted = rules.awaiting_signature(loaded.case.state, draft)
    return Signing(
        chain=loaded.case.policy["signoff.chain"].value,
        drafter=drafter_of(loaded.case.rows),
        substance_sha256=hash_of(
            open_draft(loaded.case.key, case.draft), recalled_of(loaded.case.key, case.matter)
        ),
        issue_id=uuid5(origin.command_id, "issue"),
        sheet=loaded.facts,
    )


def recalled_of(key: SubjectKey, matter: Matter) -> Recalled:
    """What the letter's opening recalls. Raises `BoxSpoiledError`."""
    return recalled(matter.year, matter.number, matter.received_on, key.unseal(CONTENT, matter.content))


def open_draft(key: SubjectKey, draft: Draft) -> Wording:
    """Decrypt a draft. Raises `BoxSpoiledError`."""
    return Wording(
        outcome=draft.outcome,
        clause=draft.clause,
        finding=key.unseal(FINDING, draft.finding),
        decision=key.unseal(DECISION, draft.decision),
        materials=tuple(key.unseal(MATERIALS, box) for box in draft.materials),
        evidence=tuple(
            Proof(
                each.kind, {name: key.unseal(name, box) for name, box in each.boxes.items()}, each.reference
            )
            for each in draft.evidence
        ),
    )
