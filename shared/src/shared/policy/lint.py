"""What is wrong with a pack, in sentences: a pack with any of these faults never takes effect."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, pairwise
from typing import Any, Final

from shared.policy.floor import added, holds
from shared.policy.pack import Entry, FloorRule, Pack
from shared.policy.resolution import settle
from shared.policy.role_lint import ROLE_KEYS, role_faults

# The first words of addresses on the one origin, and the name of the floor: no agency may be called so.
RESERVED = frozenset(
    {
        *("api", "livez", "metrics", "national", "readyz", "signin", "signout", "static"),
        *("intake", "review", "deadline", "reporting"),
    }
)

# The floor rules that compare numbers, and those that compare lists.
_ASKS: Final[Mapping[FloorRule, type]] = {
    "at-most": int,
    "at-least": int,
    "subset": tuple,
    "superset": tuple,
    "form": tuple,
}


def lint(pack: Pack, floors: tuple[Pack, ...]) -> list[str]:
    """Check one pack; a local one also against the floors in force during its days."""
    faults = [*pack.faults, *_head(pack)]
    for key, versions in pack.entries.items():
        where = f"{pack.head.id} {key}"
        faults += [fault for entry in versions for fault in _entry(where, entry)]
        faults += _periods(where, versions)
        if pack.head.is_floor:
            faults += [
                f"{where}：国家规则包须用 floor 写明机关可以偏离到什么程度。" for e in versions if not e.floor
            ]
    if not pack.head.is_floor:
        faults += [fault for floor in floors for fault in _against(pack, floor)]
    return faults


def lint_together(packs: list[Pack]) -> list[str]:
    """Check what only shows between packs: a floor there must be, and one pack a day for each id."""
    faults = (
        []
        if any(pack.head.is_floor for pack in packs)
        else ["没有国家规则包（is_floor = true），无从判断底线。"]
    )
    for one, other in combinations(packs, 2):
        overlap = one.head.valid_from <= other.head.valid_to and other.head.valid_from <= one.head.valid_to
        if one.head.id == other.head.id and overlap:
            faults.append(f"{one.head.id}：两个规则包的有效期重叠，请用 valid_to 分开。")
    return faults


def _head(pack: Pack) -> Iterator[str]:
    head = pack.head
    if not head.is_floor and head.id in RESERVED:
        yield f"{head.id}：这个标识是网址或系统的保留字，请另取一个。"
    if head.valid_to < head.valid_from:
        yield f"{head.id}：规则包的有效期止于 {head.valid_to}，早于起始日 {head.valid_from}。"


def _entry(where: str, entry: Entry) -> Iterator[str]:
    if not entry.clause:
        yield f"{where}：缺少 clause（依据的条款）。"
    if not entry.source:
        yield f"{where}：缺少 source（依据的文件）。"
    if entry.valid_to < entry.valid_from:
        yield f"{where}：有效期止于 {entry.valid_to}，早于起始日 {entry.valid_from}。"
    shape = _ASKS.get(entry.floor or "local")
    if shape and entry.given and not isinstance(entry.value, shape):
        yield f"{where}：floor 为 {entry.floor} 时，国家取值须是{'数字' if shape is int else '列表'}。"
    if entry.floor == "one-of" and entry.value not in entry.allowed:
        yield f"{where}：floor 为 one-of 时，allowed 须列出允许的取值，并包括国家取值本身。"
    if isinstance(entry.value, tuple) and _repeated(entry.value):
        yield f"{where}：列表中有重复的 {_repeated(entry.value)}。"


def _periods(where: str, versions: tuple[Entry, ...]) -> Iterator[str]:
    ordered = sorted(versions, key=lambda entry: entry.valid_from)
    if any(later.valid_from <= earlier.valid_to for earlier, later in pairwise(ordered)):
        yield f"{where}：同一键的两个取值有效期重叠，请用 valid_from、valid_to 分开。"


def _against(pack: Pack, floor: Pack) -> Iterator[str]:
    """Compare a local pack with one floor on each day on which something changes."""
    days = [day for day in _turning_days(pack, floor) if pack.covers(day) and floor.covers(day)]
    found: dict[str, None] = {}  # one sentence once, in order
    for key in sorted(floor.entries.keys() | pack.entries.keys()):
        for day in days:
            found.update(dict.fromkeys(_key_against(key, pack, floor, day)))
    for day in days:
        found.update(dict.fromkeys(_roles_against(pack, floor, day)))
    yield from found


def _roles_against(pack: Pack, floor: Pack, day: date) -> Iterator[str]:
    """Check the roles that apply on a day, wherever their keys stand."""
    applies = {}
    for key in ROLE_KEYS:
        national = floor.on(key, day)
        if national is None or not national.given:
            return
        applies[key] = settle(key, national, pack.on(key, day)).value
    yield from role_faults(pack.head.id, applies)


def _key_against(key: str, pack: Pack, floor: Pack, day: date) -> Iterator[str]:
    national, local, where = floor.on(key, day), pack.on(key, day), f"{pack.head.id} {key}"
    if local is not None and local.floor is not None:
        yield f"{where}：floor 只能由国家规则包规定。"
    if national is None:
        if local is not None and local.given:
            yield f"{where}：国家规则包没有声明这个键，请先在那里写明底线。"
    elif local is None or not local.given:
        if not national.given and not national.optional:
            yield f"{where}：必须填写（{national.clause}）。"
    elif not holds(national, local.value) and not local.note:
        more = "、".join(str(getattr(element, "id", element)) for element in added(national, local.value))
        missing = f"缺少 {more}；" if more else ""
        yield f"{where}：低于国家底线（{missing}{national.clause}），须在 note 中说明如何适用。"


def _turning_days(pack: Pack, floor: Pack) -> list[date]:
    entries = [entry for one in (pack, floor) for versions in one.entries.values() for entry in versions]
    starts = {entry.valid_from for entry in entries} | {pack.head.valid_from, floor.head.valid_from}
    return sorted(starts)


def _repeated(elements: tuple[Any, ...]) -> str:
    names = [str(getattr(element, "id", element)) for element in elements]
    return "、".join(sorted({name for name in names if names.count(name) > 1}))
