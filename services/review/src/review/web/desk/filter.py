"""The filters of the desk: all open cases, mine, my section's, due soon, overdue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from review.web.parts.due_view import DueView


@dataclass(frozen=True, slots=True)
class Filter:
    """`id` is the value in the address, "" for all cases; `count` is the number of cases that pass."""

    id: str
    label: str
    count: int = 0

    def counted(self, count: int) -> "Filter":
        """The filter with its number of cases."""
        return replace(self, count=count)


OWN_SECTION = "section"
FILTERS = (
    Filter("", "全部在办"),
    Filter("mine", "轮到我的"),
    Filter(OWN_SECTION, "本股室"),
    Filter("soon", "快到期"),
    Filter("overdue", "已逾期"),
)


def filters_of(sections: Sequence[str]) -> Sequence[Filter]:
    """The filters that can match: 本股室 only for a person who belongs to a section."""
    return [each for each in FILTERS if sections or each.id != OWN_SECTION]


class Filtered(Protocol):
    """The properties of a case by which the filters select."""

    @property
    def mine(self) -> bool:
        """Whether the reader takes the next action."""
        ...

    @property
    def own_section(self) -> bool:
        """Whether the case belongs to the reader's section."""
        ...

    @property
    def due(self) -> DueView:
        """The due date."""
        ...


Line = TypeVar("Line", bound=Filtered)


def keep(lines: Sequence[Line], chosen: Filter) -> Sequence[Line]:
    """The lines that pass the filter."""
    match chosen.id:
        case "mine":
            return [line for line in lines if line.mine]
        case "section":
            return [line for line in lines if line.own_section]
        case "soon":
            return [line for line in lines if line.due.near]
        case "overdue":
            return [line for line in lines if line.due.over]
        case _:
            return lines
