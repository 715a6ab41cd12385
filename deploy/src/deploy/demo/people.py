"""Single users of the portal, each with an own browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.demo.browser import Browser
from deploy.demo.page import Page, PageFailed

QUERY_CODE = re.compile(r"查询码\s+([0-9A-Z]{4}(?:-[0-9A-Z]{4})+)")
SUBMIT = "submit"
NUMBER = re.compile(r"登记编号\s+(\S+)")


@dataclass(frozen=True)
class Slip:
    """The applicant's receipt: 登记编号 and query code."""

    number: str
    query_code: str


def apply(browser: Browser, agency: str, answers: Mapping[str, str]) -> Page:
    """Fill in the pages of the application, check the answers, submit, and return the receipt page."""
    page = browser.open(f"/{agency}/apply")
    while True:
        form = page.form("/apply")
        steps = [value for name, value in form.buttons if name == "step"]
        if SUBMIT in steps:
            return browser.send(page, "/apply", step=SUBMIT)
        mine = {name: text for name, text in answers.items() if name in form.names}
        page = browser.send(page, "/apply", **mine, step=steps[0])


def slip_of(receipt: Page) -> Slip:
    """Read 登记编号 and query code from the receipt page."""
    return Slip(found(NUMBER, receipt), found(QUERY_CODE, receipt))


class Citizen:
    """申请人."""

    def __init__(self, portal: str, agency: str, applicant: Mapping[str, str]) -> None:
        self._browser, self._agency, self._applicant = Browser(portal), agency, applicant

    def apply(self) -> Slip:
        """Submit an application and return its receipt."""
        answers = {**self._applicant, "supply_form": "electronic", "delivery": "email"}
        return slip_of(apply(self._browser, self._agency, answers))

    def track(self, slip: Slip) -> Page:
        """Look the request up with code and name."""
        blank = self._browser.open(f"/{self._agency}/track?again=1")
        return self._browser.send(blank, "/track", code=slip.query_code, name=self._applicant["name"])

    def reply(self) -> bytes:
        """Download the reply from the tracking page."""
        return self._browser.download(f"/{self._agency}/track/reply.pdf")


class Staff:
    """A signed-in member of staff."""

    def __init__(self, portal: str, login: str, password: str) -> None:
        self._browser = Browser(portal)
        self._browser.send(self._browser.open("/signin"), "/signin", login=login, password=password)

    def act(self, path: str, verb: str, **values: str) -> Page:
        """Open a page and submit one of its forms."""
        return self._browser.send(self._browser.open(path), f"/{verb}", **values)

    def open(self, path: str) -> Page:
        """Get a page."""
        return self._browser.open(path)

    def json(self, path: str) -> dict[str, object]:
        """Get a JSON answer."""
        return self._browser.json(path)


def found(pattern: re.Pattern[str], page: Page) -> str:
    """The text that `pattern` captures on the page."""
    match = pattern.search(page.text)
    if match is None:
        raise PageFailed(f"{page.path} 上没有 {pattern.pattern}：{page.text[:300]}")
    return match.group(1)
