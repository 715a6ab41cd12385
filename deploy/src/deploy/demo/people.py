"""The people of the demo: each uses the real pages with a browser of their own."""

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
    """The receipt that the applicant keeps: number and query code."""

    number: str
    query_code: str


def apply(browser: Browser, agency: str, answers: Mapping[str, str]) -> Page:
    """Go through the pages of the form, read back, send; return the receipt."""
    page = browser.open(f"/{agency}/apply")
    while True:
        form = page.form("/apply")
        steps = [value for name, value in form.buttons if name == "step"]
        if SUBMIT in steps:
            return browser.send(page, "/apply", step=SUBMIT)
        mine = {name: text for name, text in answers.items() if name in form.names}
        page = browser.send(page, "/apply", **mine, step=steps[0])


def slip_of(receipt: Page) -> Slip:
    """Number and query code from the receipt's page."""
    return Slip(found(NUMBER, receipt), found(QUERY_CODE, receipt))


class Citizen:
    """申请人."""

    def __init__(self, portal: str, agency: str, told: Mapping[str, str]) -> None:
        self._browser, self._agency, self._told = Browser(portal), agency, told

    def apply(self) -> Slip:
        """Fill in, read back, send; return number and query code of the receipt."""
        answers = {**self._told, "supply_form": "electronic", "delivery": "email"}
        return slip_of(apply(self._browser, self._agency, answers))

    def track(self, slip: Slip) -> Page:
        """Look the request up with code and name."""
        blank = self._browser.open(f"/{self._agency}/track?again=1")
        return self._browser.send(blank, "/track", code=slip.query_code, name=self._told["name"])

    def reply(self) -> bytes:
        """The reply, as the tracking page gives it."""
        return self._browser.download(f"/{self._agency}/track/reply.pdf")


class Staff:
    """A signed-in member of staff."""

    def __init__(self, portal: str, login: str, password: str) -> None:
        self._browser = Browser(portal)
        self._browser.send(self._browser.open("/signin"), "/signin", login=login, password=password)

    def act(self, path: str, verb: str, **values: str) -> Page:
        """Open a page and send one of its forms."""
        return self._browser.send(self._browser.open(path), f"/{verb}", **values)

    def open(self, path: str) -> Page:
        """Read a page."""
        return self._browser.open(path)

    def json(self, path: str) -> dict[str, object]:
        """Read an answer for programs."""
        return self._browser.json(path)


def found(pattern: re.Pattern[str], page: Page) -> str:
    """The text that `pattern` captures on the page."""
    match = pattern.search(page.text)
    if match is None:
        raise PageFailed(f"{page.path} 上没有 {pattern.pattern}：{page.text[:300]}")
    return match.group(1)
