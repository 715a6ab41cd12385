"""The users of the portal in the demo: a browser for each, and the receipts and replies that they keep."""

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
    """A filed request: its id and its receipt."""

    request_id: UUID
    slip: Slip


@dataclass
class PortalUsers:
    """The users' browsers. Several threads may use them, each for a request of its own."""

    portal: str
    password: str
    filed: dict[str, FiledRequest] = field(default_factory=dict)
    """The filed requests, by the request's id in the story."""
    replies: dict[str, tuple[str, date]] = field(default_factory=dict)
    """文号 and day of each reply."""
    papers: dict[str, bytes] = field(default_factory=dict)
    """The replies that applicants downloaded."""
    _browsers: dict[str, Browser] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _locks: dict[str, threading.RLock] = field(default_factory=dict)
    _transport: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    """The connections of all browsers, shared because opening one takes longer than a page."""

    def browser(self, person: str) -> Browser:
        """The browser of one person, always the same."""
        with self._lock:
            if person not in self._browsers:
                self._browsers[person] = Browser(self.portal, self._transport)
            return self._browsers[person]

    def read(self, login: str, path: str) -> Page:
        """Read a page as a member of staff; sign in first if there is no valid session."""
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
        """Lock a person's browser for acts that cannot run twice at once, such as registering a request."""
        with self._lock:
            mine = self._locks.setdefault(person, threading.RLock())
        with mine:
            yield

    def request_page(self, request: Request) -> str:
        """The path of the request's page in intake."""
        return f"/intake/{request.agency}/requests/{self.filed[request.id].request_id}"

    def case_page(self, request: Request) -> str:
        """The path of the case's page in review."""
        return f"/review/{request.agency}/cases/{self.filed[request.id].request_id}"

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()


def retry_until_done(do: Callable[[], Got], what: str) -> Got:
    """Call `do` until it succeeds: another service may first have to hear of an event. Raises `PageFailed` after a time limit."""
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
