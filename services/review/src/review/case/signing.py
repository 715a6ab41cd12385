"""审签 and 签发: whose turn it is, and the events of a signature, a return and the issue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, assert_never

from review.case import consultation, rules
from review.case.answer import RELEASING
from review.case.commands import IssueReply, ReturnDraft, SignDraft, Signing
from review.case.rules import next_step
from review.case.state import Assigned, Case, Drafted, Issued, NoCase, Opened, Returned, SheetFacts
from review.stage import Stage
from shared.events.review.case import DraftReturned, DraftSigned, ReplyIssued, ReviewEvent
from shared.message import Origin
from shared.policy.roles import Roles
from shared.policy.values import Step
from shared.time.clock import legal_day
from shared.words.catalogue import codes

Task = Literal["assign", "review", "propose", "sign", "issue", "serve", "extension", "done"]


TASKS: Final = codes("task")


@dataclass(frozen=True, slots=True)
class Turn:
    """The next task of a case: one of `roles` does it, `label` is its name; `done` belongs to nobody.

    `by_section`: only a member of the section of the case may do it (谁主管谁审查).
    """

    task: Task
    roles: tuple[str, ...]
    label: str
    by_section: bool = False

    @property
    def status(self) -> str:
        """The status of the case in words: 待分办 … 已办结."""
        return self.label if self.task == "done" else f"待{self.label}"


DONE = Turn("done", (), TASKS["done"])
"""Nothing is left to do, since intake has served the reply."""


def stage_of(case: Case, sheet: SheetFacts | None) -> Stage:
    """The stage of a case. It is `reviewed` when the sheet is filled in, also when filled in again after a return.

    Raises `ValueError` for an unknown case.
    """
    match case:
        case Assigned() if sheet is not None:
            return "reviewed"
        case Returned(draft=draft) if sheet is not None and sheet.sheet_version != draft.sheet:
            return "reviewed"
        case Opened() | Assigned() | Drafted() | Returned() | Issued():
            return _STAGES[type(case)]
        case NoCase():
            raise ValueError("no case, no stage")
        case _:
            assert_never(case)


def extension_turn(approver: str) -> Turn:
    """The approver's task while an extension is pending, at any stage of the case."""
    return Turn("extension", (approver,), TASKS["extension"])


def turn_of(
    stage: Stage, signed: Sequence[str], chain: Sequence[Step], roles: Roles, *, closing: bool = False
) -> Turn:
    """The next task and its roles. After 签发 the clerk serves the reply in intake; a closing needs no review."""
    registering, drafting = roles.holders("register"), roles.holders("draft")
    if stage == "assigned" and closing:
        stage = "reviewed"
    match stage:
        case "opened":
            return Turn("assign", registering, TASKS["assign"])
        case "assigned":
            return Turn("review", drafting, TASKS["review"], by_section=True)
        case "reviewed" | "returned":
            label = TASKS["propose" if stage == "reviewed" else "propose-anew"]
            return Turn("propose", drafting, label, by_section=True)
        case "drafted":
            step = next_step(chain, signed)
            if step is None:
                return Turn("issue", registering, TASKS["issue"])
            return Turn("sign", (step.id,), f"{step.label}{step.act}", by_section=step.id in drafting)
        case "issued":
            return Turn("serve", registering, TASKS["serve"])
        case _:
            assert_never(stage)


_STAGES: dict[type, Stage] = {
    Opened: "opened",
    Assigned: "assigned",
    Drafted: "drafted",
    Returned: "returned",
    Issued: "issued",
}


def sign_draft(state: Case, command: SignDraft) -> Sequence[ReviewEvent]:
    """Record a signature; the last one also issues the reply. Raises `Refusal`."""
    actor, signing = command.origin.actor, command.signing
    rules.require_role(actor, command.level, "审签这一环节")
    case = rules.awaiting_signature(state, command.draft)
    _own_case(case, command)
    rules.require_valid_sheet(case, signing.sheet)
    rules.require_own_turn(signing.chain, case.signed, command.level)
    rules.refuse_drafter(actor.id, signing.drafter, command.able)
    signed = DraftSigned(
        request_id=case.matter.request_id,
        draft=case.draft.number,
        level=command.level,
        signed_on=legal_day(command.origin.at),
    )
    if not rules.fully_signed(signing.chain, (*case.signed, command.level)):
        return (signed,)
    return (signed, _issued(case, signing, command.origin))


def return_draft(state: Case, command: ReturnDraft) -> Sequence[ReviewEvent]:
    """Return the draft to the section, by the step whose turn it is. Raises `Refusal`."""
    rules.require_role(command.origin.actor, command.level, "退回这一环节")
    case = rules.awaiting_signature(state, command.draft)
    _own_case(case, command)
    rules.require_own_turn(command.chain, case.signed, command.level)
    return (
        DraftReturned(
            request_id=case.matter.request_id,
            draft=case.draft.number,
            level=command.level,
            reason=rules.return_reasoned(command.reason),
            returned_on=legal_day(command.origin.at),
        ),
    )


def issue_reply(state: Case, command: IssueReply) -> Sequence[ReviewEvent]:
    """Issue the reply of a completely signed draft. Raises `Refusal`."""
    rules.require_capability(command.able, "register", "签发")
    case = rules.awaiting_signature(state, command.draft)
    rules.require_valid_sheet(case, command.signing.sheet)
    rules.require_all_signatures(command.signing.chain, case.signed)
    return (_issued(case, command.signing, command.origin),)


def _own_case(case: Drafted, command: SignDraft | ReturnDraft) -> None:
    """The actor heads the section of the case (section's step) or is in charge of it (other steps). Raises `Refusal`."""
    own = rules.require_own_section if "draft" in command.able else rules.require_charge_of_section
    own(case.section, command.heads)


def _issued(case: Drafted, signing: Signing, origin: Origin) -> ReplyIssued:
    draft = case.draft
    consultation.require_settled(case, signing.sheet, releasing=draft.outcome in RELEASING)
    return ReplyIssued(
        request_id=case.matter.request_id,
        issue_id=signing.issue_id,
        draft=draft.number,
        outcome=draft.outcome,
        clause=draft.clause,
        finding=draft.finding,
        decision=draft.decision,
        materials=draft.materials,
        substance_sha256=signing.substance_sha256,
        issued_on=legal_day(origin.at),
        sheet=draft.sheet,
        evidence=draft.evidence,
    )
