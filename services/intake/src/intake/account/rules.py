"""Who may be given which account, one small function each."""

import re
from collections.abc import Collection
from typing import Final

from shared.command.decider import Invalid

ROLES: Final = frozenset({"clerk", "section", "deputy", "head", "supervisor"})
LOGIN: Final = re.compile(r"[a-z][a-z0-9.-]{1,31}")


def login_well_formed(login: str) -> None:
    """A login is written into every event of the person: lower-case letters, digits, dot and dash only."""
    if not LOGIN.fullmatch(login):
        reason = "登录名须以小写字母开头，只含小写字母、数字、点和连字符，共 2 至 32 位。"
        raise Invalid("login-malformed", reason)


def name_given(name: str) -> None:
    """Signatures show the name of a person."""
    if not name.strip():
        raise Invalid("name-missing", "请填写姓名：审签记录要显示签字人。")


def roles_known(roles: Collection[str]) -> None:
    """At least one role, and only those of the house."""
    if not roles or not set(roles) <= ROLES:
        raise Invalid("role-unknown", f"请至少选择一个岗位，且只能是：{'、'.join(sorted(ROLES))}。")


def supervisor_apart(roles: Collection[str]) -> None:
    """条例第四十六条: who supervises takes no part in what is supervised."""
    if "supervisor" in roles and len(set(roles)) > 1:
        reason = "监督岗位不能兼任办理岗位。请分别开户。"
        raise Invalid("supervisor-not-apart", reason, "《政府信息公开条例》第四十六条")


def reach_allowed(roles: Collection[str], agencies: Collection[str], home: str) -> None:
    """Staff act in their own agency alone; only a supervisor reads several."""
    if "supervisor" in roles and agencies:
        return
    if set(agencies) != {home}:
        raise Invalid("reach-too-wide", "办理岗位只能属于本机关。请只填写本机关。")


def closing_reason_given(reason: str) -> None:
    """The log says why a person may sign in no more."""
    if not reason.strip():
        raise Invalid("closing-reason-missing", "请填写销户原因，例如调离、退休。")
