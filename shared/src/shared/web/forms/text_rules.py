"""Rules for typed text: what it may contain and how it is normalised. Pure; one function a rule."""

import re
import unicodedata
from datetime import date

from email_validator import EmailNotValidError, validate_email
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from shared.words.unseen_marks import UNSEEN_MARKS

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
PHONE = re.compile(r"(?:\+?86)?1\d{10}|(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?", re.ASCII)
ID_NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)
_NARROW = {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～") + 1)}
CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They change the displayed order of text."""
TAGS = range(0xE0000, 0xE0080)
"""Letters that no reader sees."""
RARE_IDEOGRAPHS = range(0x20000, 0x3FFFE)
"""The planes of rare ideographs: names hold characters that are newer than this Python."""
PASTED = str.maketrans(
    {**dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"), "\t": " ", **dict.fromkeys(UNSEEN_MARKS)}
)
"""Line ends of other programs become LF, a tab becomes a space, unseen marks are dropped."""
BLANK_KINDS = frozenset({"Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
BLANK_SIGNS = frozenset("\n\u115f\u1160\u2800\u3164\uffa0")  # Unicode letters and symbols that look blank


class TextFault(Exception):
    """A text that is refused: a stable code, and the end of a sentence that begins with the field's label."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def tidy(typed: str, *, lines: bool) -> str:
    """Normalise to NFC, strip outer white space, make line ends LF (or one line with single spaces), drop unseen marks.

    Refused (`TextFault`): control characters, direction marks, broken characters, and what no font can be expected to draw:
    private-use and unassigned ones.
    """
    text = typed.replace("\r\n", "\n").translate(PASTED)
    for character in text:
        _refuse(character)
    text = unicodedata.normalize("NFC", text)
    return text.strip() if lines else " ".join(text.split())


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: "" or only spaces, joiners, marks and fillers."""
    return all(sign in BLANK_SIGNS or unicodedata.category(sign) in BLANK_KINDS for sign in text)


def _refuse(character: str) -> None:
    if character == "\n":
        return
    kind = unicodedata.category(character)
    if kind == "Cc" or character in DIRECTION_MARKS or ord(character) in TAGS:
        raise TextFault(
            "field-control-character",
            f"含有看不见的控制字符（U+{ord(character):04X}）。请删去后重新输入，不要从其他程序直接粘贴。",
        )
    if kind == "Cs" or character == "\ufffd":
        raise TextFault("field-broken-character", "含有无法识别的字符。请删去乱码后重新输入。")
    if kind == "Co" or (kind == "Cn" and ord(character) not in RARE_IDEOGRAPHS):
        raise TextFault(
            "field-private-character",
            f"含有自造字或没有正式编码的字（U+{ord(character):04X}），无法打印。请换用正式的字，或者用文字说明这个字怎么写。",
        )


def parse_date(typed: str) -> date | None:
    """A day as people write it, or None when it is not one (2025-02-30)."""
    parts = DATE.fullmatch(narrow(typed).replace(" ", ""))
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts.groups()))
    except ValueError:
        return None


def narrow(typed: str) -> str:
    """Digits, letters and signs that were typed in full width as the usual ones: ０ → 0, Ｘ → X, － → -."""
    return typed.translate(_NARROW)


def phone_number(typed: str) -> str:
    """A mobile or fixed line of the mainland; blanks, brackets and dashes go, the dash of an extension stays."""
    number = re.sub(r"[\s()]", "", narrow(typed))
    for candidate in (number, number.replace("-", "")):
        if PHONE.fullmatch(candidate):
            return candidate
    raise TextFault("field-not-a-phone", "应当是手机号或带区号的座机号，例如 0898-62822345。")


def email_address(typed: str) -> str:
    """An address that mail can be sent to (RFC 5321, 5322); no server is asked for it."""
    try:
        return validate_email(narrow(typed), allow_smtputf8=False, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise TextFault("field-not-an-email", "格式不对，例如 name@example.cn。") from error


def id_number(typed: str) -> str:
    """A resident identity number (公民身份号码, GB 11643): eighteen characters, a real day, the check character.

    The code of the place is not looked up: districts are renamed, and numbers are kept for life.
    """
    number = _in_one(typed)
    if not ID_NUMBER.fullmatch(number):
        raise TextFault("field-not-an-id-number", "应当是 18 位，末位可以是 X。")
    try:
        ric.get_birth_date(number)
    except InvalidComponent as error:
        raise TextFault("field-id-number-birthday", "第 7 至 14 位不是日期。请核对。") from error
    if ric.calc_check_digit(number) != number[-1]:
        raise TextFault("field-id-number-check", "校验位不对，可能有一位写错了。请核对。")
    return number


def credit_code(typed: str) -> str:
    """A unified social credit code (统一社会信用代码, GB 32100): eighteen digits and letters, the last a check character.

    Any of its letters may come first: a rural collective's code begins with N, which `uscc.validate` refuses.
    """
    code = _in_one(typed)
    if not CREDIT_CODE.fullmatch(code):
        raise TextFault(
            "field-not-a-credit-code",
            "应当是 18 位数字和大写字母，没有字母 I、O、S、V、Z。请核对是否把数字 0 写成了字母 O。",
        )
    if uscc.calc_check_digit(code) != code[-1]:
        raise TextFault("field-credit-code-check", "校验位不对，可能有一位写错了。请核对。")
    return code


def _in_one(typed: str) -> str:
    return "".join(narrow(typed).split()).upper()
