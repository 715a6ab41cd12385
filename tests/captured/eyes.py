"""Looks at the running stack as its people do, and keeps what is seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx

from captured.collection import Collection, Look
from captured.masks import masked
from captured.order import settled, settled_replay, settled_trail
from captured.visible_text import main_lines, page_lines, pdf_lines
from deploy.demo.acts.filing import tracking
from deploy.demo.browser import SIGN_IN
from deploy.demo.page import read
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Request
from deploy.stack.stack import Stack

VISITOR: Final = "a visitor"

Lines = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Eyes:
    """The users of a stack who look at its pages, and the collection that they fill."""

    users: PortalUsers
    stack: Stack
    collection: Collection
    _tracked: dict[str, str] = field(default_factory=dict)
    """Applicant → the request that the browser has on its tracking page."""

    def keep(self, name: str, lines: Sequence[str], *, time: str = "", person: str = "") -> None:
        """Keep lines, with the words of this stack alone masked."""
        place = self.stack.folder.root.parent
        secrets = {str(place): "‹folder›", self.stack.state.staff_password: "‹password›"}
        self.collection.add(name, Look(time, person, settled(masked(lines, secrets))))

    def page(self, name: str, login: str, path: str, time: str = "") -> None:
        """Keep the main part of a page as a member of staff sees it."""
        self._answer(name, self.get(login, path), main_lines, time, login)

    def trail(self, name: str, login: str, path: str) -> None:
        """Keep the trail of a request."""
        self._answer(name, self.get(login, path), lambda html: settled_trail(main_lines(html)), "", login)

    def replay(self, name: str, login: str, trail: str) -> None:
        """Keep every step of the replay of a request."""
        steps = self.get(login, trail).text.count('id="step-')
        paths = [f"{trail}/replay?step={step}" for step in range(steps + 1)]
        pages = settled_replay([main_lines(self.get(login, path).text) for path in paths])
        for step, lines in enumerate(pages):
            self.keep(name, lines, time=f"step {step}", person=login)

    def whole(self, name: str, login: str, path: str) -> None:
        """Keep a page with its frame."""
        self._answer(name, self.get(login, path), page_lines, "", login)

    def public(self, name: str, path: str) -> None:
        """Keep a page with its frame, as somebody sees it who is not signed in."""
        self._answer(name, self.visitor.get(path), page_lines, path)

    @property
    def visitor(self) -> httpx.Client:
        """The browser of somebody who is not signed in."""
        return self.users.browser(VISITOR)._client

    def sent(
        self, name: str, person: str, page: httpx.Response, ending: str, /, **typed: str | list[str]
    ) -> httpx.Response:
        """Fill in a form of a page as it stands, send it, and keep the main part of what is answered."""
        form = read(page.url.path, page.text).form(ending)
        path = form.action or page.url.path
        answer = self.users.browser(person)._client.post(path, data=form.filled(typed))
        self._answer(name, answer, main_lines, f"{path} {typed}")
        return answer

    def opened(self, name: str, login: str, path: str) -> None:
        """Keep the page of a request with the applicant's papers open, which is recorded."""
        self.sent(name, login, self.get(login, path), "/applicant", purpose="contact")

    def tracked(self, name: str, request: Request, time: str = "") -> httpx.Response:
        """Keep the applicant's page of a request."""
        client = self.users.browser(request.applicant)._client
        if self._tracked.get(request.applicant) != request.id:
            tracking(self.users, request)
            self._tracked[request.applicant] = request.id
        answer = client.get(f"/{request.agency}/track")
        self._answer(name, answer, main_lines, time)
        return answer

    def paper(self, name: str, person: str, path: str) -> None:
        """Keep the text of a PDF; where the person is led to a page instead, nothing is kept."""
        answer = self.users.browser(person)._client.get(path)
        if answer.headers["content-type"] == "application/pdf":
            self.keep(name, pdf_lines(answer.content), time=path)

    def get(self, login: str, path: str) -> httpx.Response:
        """What a member of staff is answered; who is not signed in, or no longer, signs in first."""
        browser = self.users.browser(login)
        answer = browser._client.get(path)
        if answer.url.path.endswith(SIGN_IN):
            browser.send(browser.open(SIGN_IN), SIGN_IN, login=login, password=self.users.password)
            answer = browser._client.get(path)
        return answer

    def _answer(self, name: str, answer: httpx.Response, lines: Lines, time: str, person: str = "") -> None:
        status = [f"[status {answer.status_code}]"] if answer.is_error else []
        self.keep(name, [*status, *lines(answer.text)], time=time, person=person)
