"""How an account is opened and closed, one small function each."""

import re
from typing import Final

from shared.command.decider import Invalid

LOGIN: Final = re.compile(r"[a-z][a-z0-9.-]{1,31}")


def login_well_formed(login: str) -> None:
    """A login names a stream and is typed every day: lower-case letters, digits, dot and dash only."""
    if not LOGIN.fullmatch(login):
        reason = "登录名须以小写字母开头，只含小写字母、数字、点和连字符，共 2 至 32 位。"
        raise Invalid("login-malformed", reason)


def name_given(name: str) -> None:
    """Signatures show the name of a person."""
    if not name.strip():
        raise Invalid("name-missing", "请填写姓名：审签记录要显示签字人。")


def closing_reason_given(reason: str) -> None:
    """The log says why a person may sign in no more."""
    if not reason.strip():
        raise Invalid("closing-reason-missing", "请填写销户原因，例如调离、退休。")
