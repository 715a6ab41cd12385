"""The rules for granting and ending roles, one function each. A rule raises `Refusal`."""

from collections.abc import Collection, Sequence
from datetime import date

from intake.person.commands import RequestedRole
from intake.person.state import Grant, NoPerson, Person
from shared.command.decider import Invalid, NotFound, Refusal
from shared.policy.roles import Roles


def require_known_or_new(state: Person, person: str, *, new: bool) -> None:
    """A further login or role needs an existing person; a new person needs an unused id."""
    if new and not isinstance(state, NoPerson):
        reason = (
            f"人员标识 {person} 已经用过。同一人再开一个登录名的，请写明是该人员；不同的人，请换一个登录名。"
        )
        raise Refusal("person-taken", reason)
    if not new and isinstance(state, NoPerson):
        raise NotFound("person-unknown", f"没有人员 {person}。请核对人员标识。")


def require_some_role(requested_roles: Collection[RequestedRole], offered: Roles) -> None:
    """A new person holds at least one role."""
    if not requested_roles:
        raise _unknown(offered)


def require_known_roles(requested_roles: Collection[RequestedRole], offered: Roles) -> None:
    """Only roles of the agency's policy can be granted."""
    if not all(offered.known(requested.role) for requested in requested_roles):
        raise _unknown(offered)


def require_period_in_order(requested: RequestedRole) -> None:
    """A role ends on the day on which it begins, or later."""
    if requested.ends_on is not None and requested.ends_on < requested.begins_on:
        raise Invalid("role-period-wrong", "岗位的截止日期早于起始日期。请改正日期。")


def require_acting_for_another(requested: RequestedRole, person: str) -> None:
    """代理: a person cannot act for himself, and an acting role must have an end."""
    if requested.acting_for == person:
        raise Invalid("acting-for-oneself", "代理的岗位不能由本人代本人。请写明代谁。")
    if requested.acting_for is not None and requested.ends_on is None:
        raise Invalid("acting-without-end", "代理岗位须有截止日期。请写明代理到哪一天。")


def refuse_role_held_already(grants: Collection[Grant], requested: RequestedRole) -> None:
    """The same role for the same sections is not granted twice over the same days."""
    for grant in grants:
        same = (grant.role, grant.sections, grant.acting_for) == (
            requested.role,
            requested.sections,
            requested.acting_for,
        )
        if same and grant.overlaps(requested.begins_on, requested.ends_on):
            reason = f"该人员在这段时间已经有这一岗位（第 {grant.number} 项）。请先查看账号列表。"
            raise Refusal("role-already-held", reason)


def require_supervisor_apart(grants: Sequence[Grant], requested: RequestedRole, offered: Roles) -> None:
    """条例第四十六条: a person never holds a supervising role and another role on the same day."""
    beside = {grant.role for grant in grants if grant.overlaps(requested.begins_on, requested.ends_on)}
    supervising = {role for role in {*beside, requested.role} if "supervise" in offered.able((role,))}
    if supervising and supervising != {*beside, requested.role}:
        reason = "监督岗位不能兼任办理岗位。请分别开户。"
        raise Invalid("supervisor-not-apart", reason, "《政府信息公开条例》第四十六条")


def require_allowed_reach(requested: RequestedRole, offered: Roles, home: str) -> None:
    """Staff belong to their own agency; only a supervisor may read several agencies."""
    if not set(requested.agencies) <= {home} and "supervise" not in offered.able((requested.role,)):
        raise Invalid("reach-too-wide", "办理岗位只能属于本机关。请只填写本机关。")


def grant_in(grants: Sequence[Grant], number: int) -> Grant:
    """Grant number `number`. Raises `Refusal` when there is none."""
    if not 1 <= number <= len(grants):
        raise NotFound("role-grant-unknown", "没有这一项岗位。请在账号列表中核对编号。")
    return grants[number - 1]


def require_earlier_end(grant: Grant, ended_on: date) -> None:
    """A role can only be ended earlier than planned; a longer validity needs a new grant."""
    if grant.ends_on is not None and ended_on >= grant.ends_on:
        raise Refusal("role-already-ended", "这一岗位在那之前已经到期或者终止，不用重复操作。")


def _unknown(offered: Roles) -> Refusal:
    known = "、".join(sorted(role.id for role in offered))
    return Invalid("role-unknown", f"请至少选择一个岗位，且只能是：{known}。")
