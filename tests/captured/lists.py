"""Pages that belong to no single request: what anybody may see, the staff's lists, supervision, and what is refused."""

import re
from typing import Final

from captured.eyes import VISITOR, Eyes
from captured.visible_text import workbook_lines
from deploy.demo.acts.filing import answers_of
from deploy.demo.offices import office_of, supervisor
from deploy.demo.page import read
from deploy.demo.people import SUBMIT
from deploy.demo.story import AGENCIES, SHOWCASE, year
from deploy.seed.sample_staff import Account, sample_staff

FOR_OTHERS: Final = frozenset({"qh.fu", "tl.li"})
"""The heads of sections whose lists stand for those of the others."""
YEARS: Final = (2024, 2025)
NOBODY: Final = "00000000-0000-4000-8000-000000000000"
WRONG_CODE: Final = "AAAA-AAAA-AAAA"
DOCKET_FILTERS: Final = re.compile(r'href="\?show=([^"]+)"')
DESK_FILTERS: Final = re.compile(r'/desk\?show=([^"]+)"')
OLDER: Final = re.compile(r'href="(\?before=[^"]+)"')
CHANNELS: Final = re.compile(r'\?channel=(\w+)"')
BEHIND: Final = re.compile(r"requests\?year=\d+&amp;row=\w+&amp;column=total")


def public(eyes: Eyes) -> None:
    """The portal, each agency's pages, and the form of the application step by step."""
    eyes.public("public/portal", "/")
    eyes.public("public/portal", "/signin")
    for agency in AGENCIES.values():
        for path in ("", "apply", "track", "receipt"):
            eyes.public(f"public/{agency}", f"/{agency}/{path}")
        eyes.paper(f"public/{agency}-form", VISITOR, f"/{agency}/apply/form.pdf")
        _apply(eyes, agency, answers_of(year().request(SHOWCASE)))
        _refused(eyes, f"/{agency}/track", "/track", code=WRONG_CODE, name="王小明")
        _refused(eyes, f"/{agency}/apply", "/apply", step="check")
    _refused(eyes, "/signin", "/signin", login="qh.chen", password="wrong")


def _refused(eyes: Eyes, path: str, ending: str, **typed: str) -> None:
    eyes.sent("public/refused", VISITOR, eyes.visitor.get(path), ending, **typed)


def _apply(eyes: Eyes, agency: str, answers: dict[str, str]) -> None:
    """The steps of the form up to the page that reads it back; it is not sent."""
    page = eyes.visitor.get(f"/{agency}/apply")
    while True:
        form = read(page.url.path, page.text).form("/apply")
        steps = [value for name, value in form.buttons if name == "step"]
        if SUBMIT in steps or "print" in steps:
            return
        mine = {name: text for name, text in answers.items() if name in form.names}
        page = eyes.sent(f"public/{agency}-apply", VISITOR, page, "/apply", **mine, step=steps[0])


def staff(eyes: Eyes) -> None:
    """The lists of the staff with their frame, the docket to its last page, and the forms for what comes on paper."""
    for agency in AGENCIES.values():
        for account in sample_staff():
            if agency in (account.agencies or (account.agency,)):
                _lists_of(eyes, agency, account)
        clerk = office_of(agency).holder("clerk")
        _filtered(eyes, f"staff/{agency}-docket", clerk, f"/intake/{agency}/requests", DOCKET_FILTERS)
        _to_the_end(eyes, f"staff/{agency}-docket-all", clerk, f"/intake/{agency}/requests", OLDER)
        register = f"/intake/{agency}/register"
        for channel in ("", *CHANNELS.findall(eyes.get(clerk, register).text)):
            eyes.page(f"staff/{agency}-register-form", clerk, f"{register}?channel={channel}", channel)
        answer = eyes.get(clerk, f"{register}?channel=post")
        eyes.sent(f"staff/{agency}-register-form", clerk, answer, "/register")


def _lists_of(eyes: Eyes, agency: str, account: Account) -> None:
    """Every list as one person sees it; of the heads of sections all but one see their desk alone, the rest being alike."""
    desk = f"/review/{agency}/desk"
    eyes.whole(f"staff/{agency}-desk", account.login, desk)
    if not account.section or account.login in FOR_OTHERS:
        _filtered(eyes, f"staff/{agency}-desk", account.login, desk, DESK_FILTERS)
        for name, path in _lists(agency).items():
            eyes.whole(f"staff/{agency}-{name}", account.login, path)


def _lists(agency: str) -> dict[str, str]:
    return {
        "docket": f"/intake/{agency}/requests",
        "board": f"/deadline/{agency}/board",
        "calendar": f"/deadline/{agency}/calendar",
        "overview": f"/reporting/{agency}/",
        "register": f"/reporting/{agency}/requests",
        "agencies": "/reporting/",
        "table": f"/reporting/{agency}/table/2025",
    }


def _filtered(eyes: Eyes, name: str, login: str, path: str, filters: re.Pattern[str]) -> None:
    """A list by each of its filters."""
    for show in filters.findall(eyes.get(login, path).text):
        eyes.page(f"{name}-{show}", login, f"{path}?show={show}")


def _to_the_end(eyes: Eyes, name: str, login: str, path: str, following: re.Pattern[str]) -> None:
    """A list, page after page."""
    query, number = "", 1
    while True:
        eyes.page(name, login, path + query, f"page {number}")
        onward = following.search(eyes.get(login, path + query).text)
        if onward is None:
            return
        query, number = onward[1].replace("&amp;", "&"), number + 1


def supervision(eyes: Eyes) -> None:
    """The annual tables, what stands behind each figure, the register to its last page."""
    login = supervisor()
    for agency in AGENCIES.values():
        own, name = f"/reporting/{agency}", f"supervision/{agency}"
        older = re.compile(r'href="([^"]+)" rel="next"')
        _to_the_end(eyes, f"{name}-register", login, f"{own}/requests", older)
        for each in YEARS:
            eyes.page(f"{name}-table", login, f"{own}/table/{each}", str(each))
        for path in BEHIND.findall(eyes.get(login, f"{own}/table/2025").text):
            eyes.page(f"{name}-behind", login, f"{own}/{path.replace('&amp;', '&')}", path)
        eyes.page(f"{name}-find", login, f"{own}/find?number=2025-9999", "unknown number")
        eyes.page(f"{name}-find", login, f"{own}/find?number=x", "no number")
        sheets = workbook_lines(eyes.get(login, f"{own}/table/2025.xlsx").content)
        eyes.keep(f"{name}-workbook", sheets)
        head = office_of(agency).holder("head")
        eyes.sent(f"{name}-table", head, eyes.get(head, f"{own}/table/2025"), "/pin")
        eyes.page(f"{name}-table", login, f"{own}/table/2025/proof", "proof")


def missing(eyes: Eyes) -> None:
    """What is said where there is nothing, or nothing for this person."""
    clerk, section = (office_of("qionghai").holder(role) for role in ("clerk", "section"))
    for path in (
        f"/intake/qionghai/requests/{NOBODY}",
        f"/review/qionghai/cases/{NOBODY}",
        f"/deadline/qionghai/requests/{NOBODY}",
        "/intake/qionghai/requests?number=2025-9999",
        "/intake/qionghai/nowhere",
        "/review/tongliao/desk",
    ):
        eyes.page("staff/missing", clerk, path, path)
    for path in (f"/reporting/qionghai/requests/{NOBODY}", "/reporting/qionghai/table/1999"):
        eyes.page("staff/missing", supervisor(), path, path)
    eyes.page("staff/missing", section, "/intake/qionghai/register", "a section at the register")
    eyes.public("staff/missing", "/nobody/")
