"""Whose turn it is in a case, and what for: the same answer for the desk, the case page and a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from review.domain.case import Assigned, Case, Drafted, Issued, NoCase, Opened, Returned, SheetFacts
from review.domain.rules import next_step
from shared.policy.roles import Roles
from shared.policy.values import Step

Stage = Literal["opened", "assigned", "reviewed", "drafted", "returned", "issued"]
Task = Literal["assign", "review", "propose", "sign", "issue", "serve", "extension", "done"]


@dataclass(frozen=True, slots=True)
class Turn:
    """The next thing to do: one of `roles` does it, `label` names it; `done` is nobody's.

    `by_section`: only who belongs to the section of the case may do it (谁主管谁审查).
    """

    task: Task
    roles: tuple[str, ...]
    label: str
    by_section: bool = False

    @property
    def status(self) -> str:
        """How far the case is: 待分办 … 已办结."""
        return self.label if self.task == "done" else f"待{self.label}"


DONE = Turn("done", (), "已办结")
"""Nothing is left to do: intake has served the reply."""


def stage_of(case: Case, sheet: SheetFacts | None) -> Stage:
    """How far a case is; a section that has filled in the sheet, or filled it in anew after a return, may draft.

    Raises `ValueError` for an unknown case.
    """
    match case:
        case Assigned() if sheet is not None:
            return "reviewed"
        case Returned(draft=draft) if sheet is not None and sheet.filling != draft.sheet:
            return "reviewed"
        case Opened() | Assigned() | Drafted() | Returned() | Issued():
            return _STAGES[type(case)]
        case NoCase():
            raise ValueError("no case, no stage")
        case _:
            assert_never(case)


def extension_turn(approver: str) -> Turn:
    """What the approver does beside the main line while an extension waits."""
    return Turn("extension", (approver,), "审批延期")


def turn_of(
    stage: Stage, signed: Sequence[str], chain: Sequence[Step], roles: Roles, *, closing: bool = False
) -> Turn:
    """Who does what next; after 签发 the clerk serves the reply in intake. A case that must end needs no review."""
    registering, drafting = roles.holders("register"), roles.holders("draft")
    if stage == "assigned" and closing:
        stage = "reviewed"
    match stage:
        case "opened":
            return Turn("assign", registering, "分办")
        case "assigned":
            return Turn("review", drafting, "保密审查", by_section=True)
        case "reviewed" | "returned":
            label = "拟答复意见" if stage == "reviewed" else "重新拟办"
            return Turn("propose", drafting, label, by_section=True)
        case "drafted":
            step = next_step(chain, signed)
            if step is None:
                return Turn("issue", registering, "签发")
            return Turn("sign", (step.id,), f"{step.label}{step.act}", by_section=step.id in drafting)
        case "issued":
            return Turn("serve", registering, "送达")
        case _:
            assert_never(stage)


_STAGES: dict[type, Stage] = {
    Opened: "opened",
    Assigned: "assigned",
    Drafted: "drafted",
    Returned: "returned",
    Issued: "issued",
}
