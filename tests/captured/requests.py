"""The pages and papers of each request: at the end of the year of all, and after every act of those that are watched."""

import re
from functools import partial
from typing import Final
from urllib.parse import quote

from captured.eyes import Eyes
from deploy.demo.acts import handling
from deploy.demo.offices import clerk_of, office_of, supervisor
from deploy.demo.schedule import Act
from deploy.demo.story import Request, Year

WATCHED: Final = frozenset(
    {
        "qh-02",  # a letter to a third party; a part is kept back
        "qh-06",  # not open
        "qh-10",  # corrected on the tracking page
        "qh-14",  # extended
        "qh-17",  # withdrawn on the tracking page
        "qh-23",  # sent back by a signer
        "qh-33",  # not corrected in time
        "tl-06",  # corrected on paper
        "tl-11",  # extended, told on paper
        "tl-17",  # sent back, came by ordinary post
        "tl-20",  # a letter that nobody answered
    }
)
"""Requests that are looked at after every act, and in the end replayed: one for each way that a request may take."""
PAPER: Final = re.compile(r'href="([^"]+\.pdf)"')


def watch(eyes: Eyes, act: Act) -> None:
    """What everybody sees of a request right after one act."""
    request, time = act.request, f"{act.at:%Y-%m-%d} {_name(act)}"
    users, place = eyes.users, f"acts/{request.id}"
    eyes.page(f"{place}/request", clerk_of(request), users.request_page(request), time)
    eyes.tracked(f"{place}/track", request, time)
    for login in _readers(request):
        eyes.page(f"{place}/case", login, users.case_page(request), time)
    if act.do is handling.review:
        _drafts(eyes, request)


def _drafts(eyes: Eyes, request: Request) -> None:
    """The form of the draft for every outcome that the sheet leaves open."""
    login, case = handling.section(request), eyes.users.case_page(request)
    offered = eyes.get(login, f"{case}?basis=").text
    for basis in re.findall(r'name="basis" value="([^"]+)"', offered):
        eyes.page(f"acts/{request.id}/draft-forms", login, f"{case}?basis={quote(basis)}", basis)


def all_requests(eyes: Eyes, year: Year) -> None:
    """The pages and papers of all requests; those of the watched and of the open ones as each of their readers sees them."""
    for request in year.requests:
        _pages(eyes, request)
        _papers(eyes, request)
        if request.id in WATCHED or not request.served:
            _readings(eyes, request)
        if request.id in WATCHED:
            eyes.replay(f"acts/{request.id}/replay", supervisor(), _trail(eyes, request))


def _pages(eyes: Eyes, request: Request) -> None:
    users, place, section = eyes.users, f"requests/{request.id}", handling.section(request)
    eyes.page(f"{place}/request", clerk_of(request), users.request_page(request))
    eyes.page(f"{place}/case", section, users.case_page(request))
    for name in ("drafts", "sheet"):
        eyes.page(f"{place}/{name}", section, f"{users.case_page(request)}/{name}")
    eyes.page(f"{place}/clocks", clerk_of(request), _clocks(eyes, request))
    eyes.trail(f"{place}/trail", supervisor(), _trail(eyes, request))


def _readings(eyes: Eyes, request: Request) -> None:
    """The same pages as others see them, and what would be if."""
    users, place = eyes.users, f"requests/{request.id}"
    for login in (*_readers(request), supervisor()):
        eyes.page(f"{place}/request", login, users.request_page(request))
        eyes.page(f"{place}/case", login, users.case_page(request))
    supposed = f"{_clocks(eyes, request)}/what-if?answered_after=5&extension=10"
    eyes.page(f"{place}/what-if", clerk_of(request), supposed)


def _papers(eyes: Eyes, request: Request) -> None:
    """The applicant's page, and every paper that it offers."""
    page = eyes.tracked(f"requests/{request.id}/track", request)
    for path in PAPER.findall(page.text):
        name = path.rpartition("/")[2].removesuffix(".pdf")
        eyes.paper(f"requests/{request.id}/paper-{name}", request.applicant, path)


def _clocks(eyes: Eyes, request: Request) -> str:
    return f"/deadline/{request.agency}/requests/{eyes.users.filed[request.id].request_id}"


def _trail(eyes: Eyes, request: Request) -> str:
    return f"/reporting/{request.agency}/requests/{eyes.users.filed[request.id].request_id}"


def _readers(request: Request) -> tuple[str, ...]:
    """Who may have something to do on the desk."""
    office = office_of(request.agency)
    return handling.section(request), office.holder("deputy"), office.holder("head")


def _name(act: Act) -> str:
    """An act by the name of what is done."""
    return act.do.func.__name__ if isinstance(act.do, partial) else act.do.__name__
