"""谁主管谁审查 on the pages: the cases that a person may open, and the steps that a person may take."""

from collections.abc import Mapping
from typing import Final

from review.case.commands import Heads
from review.case.rules import require_own_section
from review.case.signing import Turn
from shared.command.decider import NotYours
from shared.policy import Capability, Roles
from shared.web.access.staff_pass import HeldRole, Pass

BEYOND_SECTION: Final[frozenset[Capability]] = frozenset({"register", "read-content", "oversee", "supervise"})
"""A person who drafts and has none of these capabilities reads only the cases of the own sections."""


def heads_of(held: Pass, roles: Roles, role: str, names: Mapping[str, str]) -> Heads:
    """The sections for which `held` holds `role`; none if the role does not draft and is not bound to sections."""
    held_for = [each.sections for each in held.held if each.role == role]
    if () in held_for and "draft" not in roles.able((role,)):
        return Heads((), names)
    return Heads(tuple(dict.fromkeys(section for some in held_for for section in some)), names)


def sees(held: Pass, roles: Roles, section: str) -> bool:
    """Whether `held` may read a case of `section` ("" before 分办).

    A drafter without further capabilities reads own sections only.
    """
    able = roles.able(held.roles)
    confined = "draft" in able and able.isdisjoint(BEYOND_SECTION)
    return not confined or is_of(held, roles, section)


def refuse_strangers(held: Pass, roles: Roles, section: str, names: Mapping[str, str]) -> None:
    """Raises `Refusal` (403) if `held` may not read the case."""
    if sees(held, roles, section):
        return
    if section:
        require_own_section(section, Heads((), names))
    raise NotYours("not-your-section", "本件还没有分给您的股室，不能查看。请等经办人分办。")


def holds_turn(held: Pass, turn: Turn) -> bool:
    """Whether `held` has a role that may take the next action, in any section."""
    return not set(turn.roles).isdisjoint(held.roles)


def has_turn(held: Pass, turn: Turn, section: str) -> bool:
    """Whether `held` may take the next action: a role of the turn, held for the section."""
    return any(each.role in turn.roles and _fits(each, turn, section) for each in held.held)


def _fits(role: HeldRole, turn: Turn, section: str) -> bool:
    return section in role.sections if turn.by_section else role.covers(section)


def is_of(held: Pass, roles: Roles, section: str) -> bool:
    """Whether `held` drafts for the section."""
    return any("draft" in roles.able((each.role,)) and section in each.sections for each in held.held)
