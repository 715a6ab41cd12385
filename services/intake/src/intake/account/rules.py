"""The rules for opening and closing an account, one function each. A rule returns nothing or raises `Refusal`."""

import re
from typing import Final

from shared.command.decider import Invalid

LOGIN: Final = re.compile(r"[a-z][a-z0-9.-]{1,31}")


def require_well_formed_login(login: str) -> None:
    """A login consists of lower-case letters, digits, dots and dashes, since it names a stream and is typed daily."""
    if not LOGIN.fullmatch(login):
        reason = "登录名须以小写字母开头，只含小写字母、数字、点和连字符，共 2 至 32 位。"
        raise Invalid("login-malformed", reason)


def require_name(name: str) -> None:
    """A name is required, since signatures show it."""
    if not name.strip():
        raise Invalid("name-missing", "请填写姓名：审签记录要显示签字人。")


def require_closing_reason(reason: str) -> None:
    """A reason is required; the log keeps it."""
    if not reason.strip():
        raise Invalid("closing-reason-missing", "请填写销户原因，例如调离、退休。")
