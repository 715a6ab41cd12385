"""Checks the figures of table three, and the list of requests behind each figure, against the count by hand."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploy.demo.offices import supervisor
from deploy.demo.page import PageFailed
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Figures, Year

REPORT_YEAR: Final = 2025
TOTAL: Final = "total"
CLASSES: Final = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
"""The columns of table three in the order of `Figures.figures`. The seventh figure is their sum."""
NEXT_PAGE: Final = "下一页"


def faults_of_tables(users: PortalUsers, year: Year) -> Iterator[str]:
    """The figures and lists that differ from the count by hand."""
    for agency, expected in year.tables.items():
        users.read(supervisor(), f"/reporting/{agency}/")
        table = users.browser(supervisor()).json(f"/reporting/{agency}/table/{REPORT_YEAR}.json")
        yield from _figures(agency, table, expected)
        for row, line in expected.items():
            yield from _behind(users, agency, row, line)


def _figures(agency: str, table: Mapping[str, Any], expected: Mapping[str, Figures]) -> Iterator[str]:
    for row, counted in table["rows"].items():
        by_hand = list(expected[row].figures) if row in expected else [0] * len(counted)
        if counted != by_hand:
            yield f"{agency} 表三 {row} 行是 {counted}，手算是 {by_hand}"
    for missing in expected.keys() - table["rows"].keys():
        yield f"{agency} 表三没有 {missing} 行"
    for identity in table["identities"]:
        if not identity["holds"]:
            yield f"{agency} 勾稽关系 {identity['id']} 不成立"


def _behind(users: PortalUsers, agency: str, row: str, line: Figures) -> Iterator[str]:
    columns = {column: line.behind(agency, column) for column in CLASSES}
    columns[TOTAL] = frozenset().union(*columns.values())
    for column, ids in columns.items():
        if not ids:
            continue
        by_hand = {users.filed[each].slip.number for each in ids}
        listed = _listed(users, f"/reporting/{agency}/requests?year={REPORT_YEAR}&row={row}&column={column}")
        if listed != by_hand:
            yield f"{agency} 表三 {row}/{column} 点开是 {sorted(listed)}，应为 {sorted(by_hand)}"


def _listed(users: PortalUsers, path: str) -> set[str]:
    """The numbers of all requests of a list, from all its pages."""
    numbers: set[str] = set()
    while path:
        page = users.read(supervisor(), path)
        numbers |= {said for _, said in page.links if said.startswith(f"{REPORT_YEAR}-")}
        try:
            path = page.link(NEXT_PAGE)
        except PageFailed:
            path = ""
    return numbers
