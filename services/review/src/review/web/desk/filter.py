"""Which cases the desk shows: all in hand, mine, my section's, those due soon, those overdue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from review.web.parts.due_view import DueView


@dataclass(frozen=True, slots=True)
class Filter:
    """`id` is what the address says, "" for everything; `count` how many cases it keeps."""

    id: str
    label: str
    count: int = 0

    def counted(self, count: int) -> "Filter":
        """With its number."""
        return replace(self, count=count)


OWN_SECTION = "section"
FILTERS = (
    Filter("", "全部在办"),
    Filter("mine", "轮到我的"),
    Filter(OWN_SECTION, "本股室"),
    Filter("soon", "快到期"),
    Filter("overdue", "已逾期"),
)


def filters_of(section: str | None) -> Sequence[Filter]:
    """Those that can find something: 本股室 only for who belongs to a `section`."""
    return [each for each in FILTERS if section or each.id != OWN_SECTION]


class Filtered(Protocol):
    """What a filter looks at."""

    @property
    def mine(self) -> bool:
        """Whether the next action is that of who reads."""
        ...

    @property
    def own_section(self) -> bool:
        """Whether the reader's section holds the case."""
        ...

    @property
    def due(self) -> DueView:
        """How near the due date is."""
        ...


Line = TypeVar("Line", bound=Filtered)


def keep(lines: Sequence[Line], chosen: Filter) -> Sequence[Line]:
    """The lines that `chosen` lets through."""
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
