"""谁主管谁审查, as pages see it: which cases a person may open, and which step of a case is that person's to do."""

from collections.abc import Mapping

from review.domain.heads import Heads
from review.domain.rules import DRAFTING_ROLE, own_section
from review.domain.turns import Turn
from shared.command.decider import Refusal
from shared.web.access.staff_pass import Pass


def heads_of(held: Pass, role: str, names: Mapping[str, str]) -> Heads:
    """The sections that `held` holds `role` for; none where another role than the section head's is bound to none."""
    held_for = [each.sections for each in held.held if each.role == role]
    if role != DRAFTING_ROLE and () in held_for:
        return Heads((), names)
    return Heads(tuple(dict.fromkeys(section for some in held_for for section in some)), names)


def sees(held: Pass, section: str) -> bool:
    """Whether `held` may read a case of `section` ("" before 分办): who is only a section head reads the own section's."""
    confined = set(held.roles) == {DRAFTING_ROLE}
    return not confined or (bool(section) and is_of(held, section))


def refuse_strangers(held: Pass, section: str, names: Mapping[str, str]) -> None:
    """Raises `Refusal` (403) for a case that `held` may not read."""
    if sees(held, section):
        return
    if section:
        own_section(section, heads_of(held, DRAFTING_ROLE, names))
    raise Refusal("not-your-section", "本件还没有分给您的股室，不能查看。请等经办人分办。", status=403)


def has_turn(held: Pass, turn: Turn, section: str) -> bool:
    """Whether the next action is one that `held` may take: the role, and the section that it is held for."""
    if turn.role == DRAFTING_ROLE:
        return is_of(held, section)
    return any(each.role == turn.role and each.covers(section) for each in held.held)


def is_of(held: Pass, section: str) -> bool:
    """Whether `held` heads the section that answers for the case."""
    return any(each.role == DRAFTING_ROLE and section in each.sections for each in held.held)
