"""The rules for opening, renaming, merging and closing sections, one function each. A rule raises `Refusal`."""

import re
from datetime import date
from typing import Final

from intake.section.state import Gone, NoSection, Open, Section
from shared.command.decider import Invalid, NotFound, Refusal
from shared.words.names import NAME_SIGNS_MAX, is_plain_name

ID: Final = re.compile(r"[a-z][a-z0-9-]{1,31}")


def require_well_formed_id(section: str) -> None:
    """An id consists of lower-case letters, digits and dashes, since events of its cases contain it."""
    if not ID.fullmatch(section):
        reason = "股室标识须以小写字母开头，只含小写字母、数字和连字符，共 2 至 32 位，例如 s-nongye。"
        raise Invalid("section-malformed", reason)


def name_right(name: str) -> str:
    """The name without outer blanks: 1 to `NAME_SIGNS_MAX` letters and signs of names, since pages show it for ever."""
    plain = name.strip()
    if not is_plain_name(plain):
        reason = f"请填写股室名称，不超过 {NAME_SIGNS_MAX} 字，只能有文字、数字、括号和顿号。"
        raise Invalid("section-name-wrong", reason)
    return plain


def require_unused_id(state: Section) -> None:
    """The id was never used: it names one section for ever."""
    if not isinstance(state, NoSection):
        raise Refusal("section-taken", "这个股室标识已经用过。请换一个标识。")


def still_open(state: Section, section: str) -> Open:
    """Only an open section can change, get persons or take over the cases of another."""
    match state:
        case Open():
            return state
        case NoSection() | Gone():
            reason = f"没有在设的股室 {section}。请用 lantai intake section list 核对标识。"
            raise NotFound("section-unknown", reason)


def require_day_in_order(state: Open, day: date) -> None:
    """A change is not dated before the last change of the section."""
    if day < state.since:
        reason = f"该股室在 {state.since} 已有变动，不能再登记更早的变动。请改正日期。"
        raise Invalid("section-day-too-early", reason)


def require_another_name(state: Open, name: str) -> None:
    """The new name differs from the present one."""
    if state.name == name:
        raise Refusal("section-name-unchanged", f"该股室现在就叫{name}，不用更名。")


def require_another_section(section: str, into: str) -> None:
    """A section cannot be merged into itself."""
    if section == into:
        raise Invalid("section-into-itself", "股室不能并入自己。请写明并入哪个股室。")
