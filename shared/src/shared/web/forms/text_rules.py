"""What a typed text may hold, and how it is made comparable: pure, one rule each."""

import re
import unicodedata
from datetime import date

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
ID_NUMBER = re.compile(r"\d{17}[\dX]")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
DIRECTION_MARKS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they make text read otherwise

BLANK_KINDS = frozenset({"Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
BLANK_SIGNS = frozenset("\n\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols by name, white by looks


class TextFault(Exception):
    """A text that is refused: a stable code, and the end of a sentence that begins with the field's label."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def tidy(typed: str, *, lines: bool) -> str:
    """NFC, outer white space off, line ends LF (or one line with single spaces); refuses what nobody types."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
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
    if kind == "Cc" or character in DIRECTION_MARKS:
        raise TextFault(
            "field-control-character", "含有看不见的控制字符。请删去后重新输入，不要从其他程序直接粘贴。"
        )
    if kind == "Cs" or character == "\ufffd":
        raise TextFault("field-broken-character", "含有无法识别的字符。请删去乱码后重新输入。")


def parse_date(typed: str) -> date | None:
    """A day as people write it, or None when it is not one (2025-02-30)."""
    parts = DATE.fullmatch(typed.replace(" ", ""))
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts.groups()))
    except ValueError:
        return None


def id_number_fault(number: str) -> TextFault | None:
    """Why this is no identity number of GB 11643-1999, or None."""
    if not ID_NUMBER.fullmatch(number):
        return TextFault("field-not-an-id-number", "应当是 18 位，末位可以是 X。")
    if parse_date(f"{number[6:10]}-{number[10:12]}-{number[12:14]}") is None:
        return TextFault("field-id-number-birthday", "第 7 至 14 位不是日期。请核对。")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    if ID_CHECKS[total % 11] != number[17]:
        return TextFault("field-id-number-check", "校验位不对，可能有一位写错了。请核对。")
    return None
