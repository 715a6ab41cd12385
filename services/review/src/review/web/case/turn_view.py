"""现在要做: the next action, its legal effect, and the reason why this person may not take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from review.case.rules import DRAFTERS_OWN, next_step
from review.case.signing import Task, Turn
from review.case.state import Case, Drafted, NoCase, Opened
from review.web.parts.visibility import has_turn, holds_turn
from shared.policy import Roles
from shared.policy.values import Step
from shared.web.access.staff_pass import Pass
from shared.words.catalogue import codes

EFFECTS: Final = codes("task-effect")


@dataclass(frozen=True, slots=True)
class TurnView:
    """The next action as one person sees it; `why_not` is "" if that person may take it.

    `level`: the role that signs next, "" if the action is not a signature.
    """

    task: Task
    level: str
    label: str
    status: str
    effect: str
    why_not: str


def turn_view(
    turn: Turn, case: Case, chain: Sequence[Step], roles: Roles, held: Pass, drafter: str, section: str
) -> TurnView:
    """The next action for `held`; `section` is the name of the section that has the case."""
    effect = EFFECTS.get(turn.task) or _signing_effect(case, chain)
    if turn.task == "propose" and not isinstance(case, NoCase) and case.circumstances.closing:
        effect = "本件应予终止，只能拟终止办理的答复意见，不需要保密审查。提交后按签批环节送审。"
    who = "或者".join(roles.names.get(role, role) for role in turn.roles)
    why_not = _why_not(turn, who, held, drafter) or _not_own(turn, case, held, section)
    level = turn.roles[0] if turn.task == "sign" else ""
    return TurnView(turn.task, level, turn.label, turn.status, effect, why_not)


def _signing_effect(case: Case, chain: Sequence[Step]) -> str:
    """The effect of the next signature: the last one issues the reply, the others pass the draft on."""
    signed = case.signed if isinstance(case, Drafted) else ()
    step = next_step(chain, signed)
    after = next_step(chain, (*signed, step.id)) if step else None
    if after is None:
        return "这是最后一个环节：同意即签发，答复定稿，不能再改动。"
    return f"同意后转{after.label}{after.act}。"


def _not_own(turn: Turn, case: Case, held: Pass, section: str) -> str:
    if isinstance(case, NoCase | Opened) or turn.task == "done" or has_turn(held, turn, case.section):
        return ""
    if not turn.by_section:
        return f"本件由{section}承办，这一步由分管该股室的领导办理，您现在只能查看。"
    return f"本件由{section}承办，这一步由该股室的负责人办理，您现在只能查看。"


def _why_not(turn: Turn, who: str, held: Pass, drafter: str) -> str:
    if turn.task == "done":
        return ""
    if not holds_turn(held, turn):
        return f"这一步由{who}办理，您现在只能查看。"
    if turn.task == "sign" and not turn.by_section and held.person == drafter:
        return DRAFTERS_OWN
    return ""
