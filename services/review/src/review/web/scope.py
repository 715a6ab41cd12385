"""谁主管谁审查, as pages see it: which cases a person may open, and which step of a case is that person's to do."""

from review.domain.rules import DRAFTING_ROLE, own_section
from review.domain.turns import Turn
from shared.command.decider import Refusal
from shared.web.access.staff_pass import Pass


def sees(held: Pass, section: str) -> bool:
    """Whether `held` may read a case of `section` ("" before 分办): who is only a section head reads the own section's."""
    confined = set(held.roles) == {DRAFTING_ROLE}
    return not confined or (bool(section) and section == held.section)


def refuse_strangers(held: Pass, section: str) -> None:
    """Raises `Refusal` (403) for a case that `held` may not read."""
    if sees(held, section):
        return
    if section:
        own_section(section, held.section)
    raise Refusal("not-your-section", "本件还没有分给您的股室，不能查看。请等经办人分办。", status=403)


def has_turn(held: Pass, turn: Turn, section: str) -> bool:
    """Whether the next action is one that `held` may take: the role, and for the section's steps the section."""
    return turn.role in held.roles and (turn.role != DRAFTING_ROLE or held.section == section)


def is_of(held: Pass, section: str) -> bool:
    """Whether `held` heads the section that answers for the case."""
    return DRAFTING_ROLE in held.roles and held.section == section
