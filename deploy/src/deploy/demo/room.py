"""Where the year is played: a browser for each member of staff and each applicant, and the slips that applicants keep."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

import httpx

from deploy.demo.browser import SIGN_IN, Browser
from deploy.demo.page import Page, PageFailed, Refused
from deploy.demo.people import Slip
from deploy.demo.story import Request

PATIENCE_SECONDS: Final = 30
LOOK_SECONDS: Final = 0.1

Got = TypeVar("Got")


@dataclass(frozen=True)
class FiledRequest:
    """What is known of a request once it is filed."""

    request_id: UUID
    slip: Slip


@dataclass
class Room:
    """The portal and the people at it; safe for several threads, each with a request of its own."""

    portal: str
    password: str
    kept: dict[str, FiledRequest] = field(default_factory=dict)
    """The slips, by the request's id in the story."""
    replies: dict[str, tuple[str, date]] = field(default_factory=dict)
    """文号 and day of each reply."""
    papers: dict[str, bytes] = field(default_factory=dict)
    """The replies that applicants downloaded."""
    _browsers: dict[str, Browser] = field(default_factory=dict)
    _door: threading.Lock = field(default_factory=threading.Lock)
    _alone: dict[str, threading.RLock] = field(default_factory=dict)
    _wire: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    """Connections that all browsers share: to make one for each takes longer than a page."""

    def browser(self, person: str) -> Browser:
        """The browser of one person, always the same."""
        with self._door:
            if person not in self._browsers:
                self._browsers[person] = Browser(self.portal, self._wire)
            return self._browsers[person]

    def read(self, login: str, path: str) -> Page:
        """A page as a member of staff sees it; who is not signed in, or no longer, signs in first."""
        browser = self.browser(login)
        page = browser.open(path)
        if not page.path.endswith(SIGN_IN):
            return page
        with self.one_at_a_time(login):
            page = browser.open(path)
            if page.path.endswith(SIGN_IN):
                browser.send(browser.open(SIGN_IN), SIGN_IN, login=login, password=self.password)
        return browser.open(path)

    def act(self, login: str, path: str, verb: str, **typed: str | list[str]) -> Page:
        """Fill in a form of a page and send it, as soon as the page offers it."""
        return retry_until_done(
            lambda: self.browser(login).send(self.read(login, path), f"/{verb}", **typed), f"{login} {verb}"
        )

    @contextmanager
    def one_at_a_time(self, person: str) -> Iterator[None]:
        """While one person does what cannot be done twice at once: two slips on one screen."""
        with self._door:
            mine = self._alone.setdefault(person, threading.RLock())
        with mine:
            yield

    def request_page(self, request: Request) -> str:
        """The request's page at the door (intake)."""
        return f"/intake/{request.agency}/requests/{self.kept[request.id].request_id}"

    def case_page(self, request: Request) -> str:
        """The request's page on the desk (review)."""
        return f"/review/{request.agency}/cases/{self.kept[request.id].request_id}"

    def close(self) -> None:
        """Everybody goes home."""
        self._wire.close()


def retry_until_done(do: Callable[[], Got], what: str) -> Got:
    """Do it as soon as it can be done: what another service has to hear of first may take a moment."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return do()
        except Refused as refused:
            raise PageFailed(f"{what}：{refused}") from refused
        except PageFailed as failed:
            if time.monotonic() > until:
                raise PageFailed(f"{what}：{failed}") from failed
            time.sleep(LOOK_SECONDS)
