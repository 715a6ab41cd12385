"""Reads the lines of a ledger, one JSON object each; faults are worded for the clerk."""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

import msgspec

from intake.past.decide import CLAUSE
from intake.past.handlers import PastRecord
from shared.command.decider import Invalid

LINE_BYTES_MAX: Final = 4096
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
FORM: Final = '{"id": 文字, "applicant_kind": 文字, "received_on": "年-月-日", "closed_on": "年-月-日"或 null, "outcome": 文字或 null}'


class PastLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the exported ledger; the last two fields of an open request are null."""

    id: str
    applicant_kind: str
    received_on: date
    closed_on: date | None
    outcome: str | None


_DECODER = msgspec.json.Decoder(PastLine)
_NAMED = re.compile(r"field `(\w+)`|at `\$\.(\w+)`")
"""Finds the field name in the decoder's message; other quoted words there are types."""


def numbered_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number and content of every line that is not blank; an overlong line is cut off."""
    number = 0
    while line := file.readline(LINE_BYTES_MAX + 1):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LINE_BYTES_MAX)
        if stripped := (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).strip():
            yield number, stripped


def read_line(line: bytes) -> PastRecord:
    """The record in a line. Raises `Refusal` that names the fault."""
    if len(line) > LINE_BYTES_MAX:
        raise Invalid("line-too-long", f"这一行超过 {LINE_BYTES_MAX} 字节，不是一条记录。", CLAUSE)
    try:
        told = _DECODER.decode(line)
    except msgspec.ValidationError as error:
        named = _NAMED.search(str(error))
        wrong = f"字段 {named[1] or named[2]} " if named else "记录的字段"
        reason = f"{wrong}缺少、多余或者类型不对；每行须为 {FORM}。"
        raise Invalid("line-malformed", reason, CLAUSE) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("line-no-json", f"这一行不是 JSON；每行须为 {FORM}。", CLAUSE) from error
    return PastRecord(
        record=told.id,
        applicant_kind=told.applicant_kind,
        received_on=told.received_on,
        closed_on=told.closed_on,
        outcome=told.outcome,
    )
