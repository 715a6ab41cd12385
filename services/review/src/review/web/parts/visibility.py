"""谁主管谁审查, as pages see it: which cases a person may open, and which step of a case is that person's to do."""

from typing import Final

from review.case.rules import own_section
from review.case.signing import Turn
from shared.command.decider import NotYours
from shared.policy import Capability, Roles
from shared.web.access.staff_pass import Pass

BEYOND_SECTION: Final[frozenset[Capability]] = frozenset({"register", "read-content", "oversee", "supervise"})
"""Who drafts and may do none of these reads the cases of the own section alone."""


def sees(held: Pass, roles: Roles, section: str) -> bool:
    """Whether `held` may read a case of `section` ("" before 分办): who is only a section head reads the own section's."""
    able = roles.able(held.roles)
    confined = "draft" in able and able.isdisjoint(BEYOND_SECTION)
    return not confined or (bool(section) and section == held.section)


def refuse_strangers(held: Pass, roles: Roles, section: str) -> None:
    """Raises `Refusal` (403) for a case that `held` may not read."""
    if sees(held, roles, section):
        return
    if section:
        own_section(section, held.section)
    raise NotYours("not-your-section", "本件还没有分给您的股室，不能查看。请等经办人分办。")


def holds_turn(held: Pass, turn: Turn) -> bool:
    """Whether `held` has a role to which the next action belongs, whatever the section."""
    return not set(turn.roles).isdisjoint(held.roles)


def has_turn(held: Pass, turn: Turn, section: str) -> bool:
    """Whether the next action is one that `held` may take: the role, and for the section's steps the section."""
    return holds_turn(held, turn) and (not turn.by_section or held.section == section)


def is_of(held: Pass, roles: Roles, section: str) -> bool:
    """Whether `held` drafts for the section that answers for the case."""
    return "draft" in roles.able(held.roles) and held.section == section
