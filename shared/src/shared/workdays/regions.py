"""Regions and their calendars: a region's own festivals are days off in it alone (《全国年节及纪念日放假办法》第四条).

A region is `national`, or `cn-` and its code by GB/T 2260: `cn-15` 内蒙古自治区, `cn-1505` 通辽市, `cn-150502` 科尔沁区.
A longer code lies in each shorter one that it begins with.
"""

import re
from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from shared.workdays.calendar import NATIONAL_REGION, Calendar, Row

_FORM: Final = rf"{NATIONAL_REGION}|cn-\d{{2}}(\d{{2}}){{0,2}}"
Region = Annotated[str, msgspec.Meta(pattern=f"^({_FORM})$")]

_PREFIX: Final = "cn-"
_DIGITS_A_LEVEL: Final = 2


def is_region(text: str) -> bool:
    """Whether a text has the form of a region's id; whether the place exists is not checked."""
    return re.fullmatch(_FORM, text) is not None


def regions_down_to(region: str) -> tuple[str, ...]:
    """Give the regions whose notices apply in `region`: the nation, then each smaller one, itself last."""
    code = "" if region == NATIONAL_REGION else region.removeprefix(_PREFIX)
    ends = range(_DIGITS_A_LEVEL, len(code) + 1, _DIGITS_A_LEVEL)
    return (NATIONAL_REGION, *(f"{_PREFIX}{code[:end]}" for end in ends))


def calendar_of_region(region: str, rows: Iterable[Row]) -> Calendar:
    """Give the calendar of a region from the rows of all loaded notices of any region."""
    counting = frozenset(regions_down_to(region))
    return Calendar(frozenset(row for row in rows if row.notice.region in counting))
