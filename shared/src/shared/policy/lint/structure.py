"""Finds faults between packs: their nesting and their days in force."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from shared.policy.layers import Layers
from shared.policy.pack import NATIONAL, Pack
from shared.workdays import regions_down_to

# The first words of addresses on the one origin: no pack below the nation may be called so.
RESERVED: Final = frozenset(
    {
        *("api", "carrierz", "livez", "metrics", "readyz", "signin", "signout", "static"),
        *("intake", "review", "deadline", "reporting"),
    }
)


def structure_faults(layers: Layers) -> Iterator[str]:
    """Check that there is a national pack, one pack a day for each id, and a chain of `within` from each pack to the nation."""
    if not any(pack.head.is_national for pack in layers):
        yield f'没有国家规则包（kind = "{NATIONAL}"），无从判断底线。'
    for one, other in combinations(layers, 2):
        overlap = one.head.valid_from <= other.head.valid_to and other.head.valid_from <= one.head.valid_to
        if one.head.id == other.head.id and overlap:
            yield f"{one.head.id}：两个规则包的有效期重叠，请用 valid_to 分开。"
        if one.head.id == other.head.id and one.head.kind != other.head.kind:
            yield f"{one.head.id}：同一标识的规则包，kind 须一致。上级层请另取标识。"
    for pack in layers:
        yield from _head(pack)
        yield from _parent(pack, layers)


def _head(pack: Pack) -> Iterator[str]:
    head = pack.head
    if head.is_national != (head.id == NATIONAL):
        yield f"{head.id}：标识 {NATIONAL} 和 kind = “{NATIONAL}” 是国家规则包的保留字，须一起用。"
    if head.is_national and (head.region or head.within != NATIONAL):
        yield f"{head.id}：国家规则包不写 within 和 region，写了也不会用到。"
    if head.id in RESERVED:
        yield f"{head.id}：这个标识是网址或系统的保留字，请另取一个。"
    if head.valid_to < head.valid_from:
        yield f"{head.id}：规则包的有效期止于 {head.valid_to}，早于起始日 {head.valid_from}。"
    if head.kind == "layer" and (own := sorted(key for key in pack.entries if key.startswith("agency."))):
        yield f"{head.id} {own[0]}：上级层（kind = “layer”）不是机关，不能填写机关概况。请写在机关自己的规则包中。"


def _parent(pack: Pack, layers: Layers) -> Iterator[str]:
    """Check that the parent pack exists, is no agency, is in force on all days of this pack, and is not below this pack."""
    head = pack.head
    if head.is_national or head.within == NATIONAL:
        return
    above = layers.of(head.within)
    if not above:
        yield f"{head.id}：within 所指的“{head.within}”没有规则包。请先增加上级的规则包，或者改正标识。"
    elif any(each.head.kind == "agency" for each in above):
        yield f"{head.id}：within 所指的“{head.within}”是机关，不能作上级层。上级层的 kind 须为 layer。"
    elif head.id in _ancestors(head.within, layers):
        yield f"{head.id}：within 绕成一圈（{head.id} 又在自己之下）。请改正 within。"
    elif gap := _first_gap(pack, layers):
        yield f"{head.id}：{gap} 起上级“{head.within}”没有生效的规则包。请补上，或者按有效期分成两个规则包。"
    elif wider := next(
        (each.head.region for each in above if not _lies_in(head.region, each.head.region)), None
    ):
        yield f"{head.id}：地区 {head.region} 不在上级“{head.within}”的地区 {wider} 之内。请改正 region。"


def _lies_in(region: str | None, wider: str | None) -> bool:
    """Whether a region lies within another; an unnamed region is that of the pack above."""
    return region is None or wider is None or wider in regions_down_to(region)


def _ancestors(pack_id: str, layers: Layers) -> set[str]:
    """The id itself and the ids of all packs above it, on any day."""
    found: set[str] = set()
    ahead = [pack_id]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += [pack.head.within for pack in layers.of(one)]
    return found


def _first_gap(pack: Pack, layers: Layers) -> date | None:
    """The first day of the pack on which its parent is not in force."""
    ends = (each.head.valid_to for each in layers.of(pack.head.within))
    after = (end + timedelta(days=1) for end in ends if end < date.max)
    days = sorted(day for day in {pack.head.valid_from, *after} if pack.covers(day))
    return next((day for day in days if layers.on(pack.head.within, day) is None), None)
