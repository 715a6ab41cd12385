"""Checks that every due date on intake's and deadline's pages is the one counted by hand."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from deploy.demo.offices import clerk_of
from deploy.demo.page import Page
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Request, Year

IN_INTAKE: Final = re.compile(r"最晚答复日期 (\d+)年(\d+)月(\d+)日")
OF_CLOCK: Final = "{name}[^到]*到期日 (\\d+)年(\\d+)月(\\d+)日"
ANSWERED: Final = re.compile(r"日(?P<late>答复，已逾期)|日按期答复")
"""The words on deadline's page for a late and for a timely reply."""


def faults_of_dates(users: PortalUsers, year: Year) -> Iterator[str]:
    """The dates that differ from the count by hand."""
    for request in year.requests:
        page = users.read(clerk_of(request), users.request_page(request))
        clocks = users.read(clerk_of(request), _clocks(users, request))
        reply = re.compile(OF_CLOCK.format(name="答复期限"))
        yield from _compared(request, "申请页面", shown(IN_INTAKE, page), request.due)
        yield from _compared(request, "期限页面", shown(reply, clocks), request.due)
        yield from _side_clocks(request, clocks)
        if request.served and request.due and not request.withdrawal and _late(clocks) is not request.missed:
            yield f"{request.id}：期限页面没有写明{'逾期' if request.missed else '按期'}答复"


def _side_clocks(request: Request, page: Page) -> Iterator[str]:
    if request.correction:
        correction = re.compile(OF_CLOCK.format(name="补正期限"))
        yield from _compared(request, "补正期限", shown(correction, page), request.correction.due)
    for letter in request.consultation:
        if letter.due:
            opinion = re.compile(OF_CLOCK.format(name="征求意见期限"))
            yield from _compared(request, "征求意见期限", shown(opinion, page), letter.due)


def _late(page: Page) -> bool | None:
    """Whether the reply was late; None if the page does not say."""
    said = ANSWERED.search(page.text)
    return bool(said["late"]) if said else None


def _compared(request: Request, where: str, found: date | None, due: date | None) -> Iterator[str]:
    if found != due:
        yield f"{request.id}：{where}显示的到期日是 {found}，手算是 {due}"


def shown(pattern: re.Pattern[str], page: Page) -> date | None:
    """The date that the page shows after these words; None if it shows none."""
    match = pattern.search(page.text)
    return date(*map(int, match.groups())) if match else None


def _clocks(users: PortalUsers, request: Request) -> str:
    return f"/deadline/{request.agency}/requests/{users.filed[request.id].request_id}"
