"""The rules for an account and its password, one function each. A rule returns nothing or raises `Refusal`."""

import re
from typing import Final

from zxcvbn import zxcvbn

from shared.command.decider import Gone, Invalid
from shared.words.names import NAME_SIGNS_MAX, is_plain_name

PASSWORD_SIGNS_MIN: Final = 12
PASSWORD_SIGNS_MAX: Final = 200
GUESSED_SIGNS: Final = 72
"""The signs of a password that are judged: judging many takes long, and so many are not guessed."""
GUESSES_MIN: Final = 10**8
"""The number of guesses, the common ones first, that a password must withstand."""
LOGIN: Final = re.compile(r"[a-z][a-z0-9.-]{1,31}")


def require_well_formed_login(login: str) -> None:
    """A login consists of lower-case letters, digits, dots and dashes, since it names a stream and is typed daily."""
    if not LOGIN.fullmatch(login):
        reason = "登录名须以小写字母开头，只含小写字母、数字、点和连字符，共 2 至 32 位。"
        raise Invalid("login-malformed", reason)


def require_name(name: str) -> None:
    """A name is required, since signatures show it for ever; it consists of letters, dots and blanks."""
    if not name.strip():
        raise Invalid("name-missing", "请填写姓名：审签记录要显示签字人。")
    if not is_plain_name(name.strip()):
        reason = f"姓名只能有文字、间隔号、连字符和空格，不超过 {NAME_SIGNS_MAX} 字，不能有看不见的字符。请重新输入。"
        raise Invalid("name-malformed", reason)


def require_closing_reason(reason: str) -> None:
    """A reason is required; the log keeps it as it is shown."""
    if not reason.strip():
        raise Invalid("closing-reason-missing", "请填写销户原因，例如调离、退休。")
    if not is_plain_name(reason.strip()):
        reason = f"销户原因只能有文字，不超过 {NAME_SIGNS_MAX} 字，例如调离、退休。"
        raise Invalid("closing-reason-malformed", reason)


def require_good_password(password: str, login: str, field: str = "") -> None:
    """A password has twelve signs or more and is not found among the first hundred million guesses (zxcvbn).

    Words, names, dates, rows of keys and the login itself are tried first. No kinds of signs are asked for. `field` is the
    form's box.
    """
    signs = len(password)
    if signs < PASSWORD_SIGNS_MIN:
        reason = (
            f"密码至少 {PASSWORD_SIGNS_MIN} 位，现在 {signs} 位。请换长一些的，例如把几个不相干的词连在一起。"
        )
        raise Invalid("password-too-short", reason, field=field)
    if signs > PASSWORD_SIGNS_MAX:
        reason = f"密码最多 {PASSWORD_SIGNS_MAX} 位，现在 {signs} 位。请换短一些的。"
        raise Invalid("password-too-long", reason, field=field)
    known = [login, *re.split(r"[.-]", login), re.sub(r"[.-]", "", login), "lantai"]
    if zxcvbn(password[:GUESSED_SIGNS], user_inputs=known)["guesses"] < GUESSES_MIN:
        reason = "这个密码容易被猜到。请不要用常见的词、姓名、日期、连续的数字或者键盘顺序，可以把几个不相干的词连在一起。"
        raise Invalid("password-too-common", reason, field=field)


def require_valid_reset(valid_reset: int, reset: int) -> None:
    """A link is used once; a later link and a change of the password make it void."""
    if reset != valid_reset:
        raise reset_void()


def reset_void() -> Gone:
    """The refusal of a link that is unknown, used, replaced or past its end: the answer does not tell which."""
    reason = "这个链接已经用过、已经过期，或者不完整。刚用它设过密码的，请直接登录；没有设过的，请联系本机关管理员重新生成。"
    return Gone("reset-link-void", reason)
