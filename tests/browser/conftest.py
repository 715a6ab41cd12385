"""Headless Chromium in front of the running stack, and the checks that every page must pass."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from deploy.demo.acts import filing, handling
from deploy.demo.portal_users import PortalUsers
from deploy.stack import exercise
from support.gears import CHROMIUM
from support.servers.stack import DemoStack

SHOTS = "LANTAI_SHOTS"
"""The environment variable that names a folder for screenshots; without it none is taken."""
HEIGHT = 900
PATIENCE_MS = 15_000
AGENCY = "qionghai"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this run."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


class Visitor:
    """One person's window: goes to pages of the stack, fills in, presses, and looks closely."""

    def __init__(self, page: Page, stack: DemoStack, width: int) -> None:
        self.page, self._stack, self._width = page, stack, width
        self.faults: list[str] = []

    async def go(self, path: str) -> None:
        """Open a page by its path; one that answers with an error fails the test."""
        answer = await self.page.goto(self._stack.portal + path)
        assert answer is not None
        assert answer.ok, f"{path} → {answer.status}"

    async def press(self, name: str) -> None:
        """Press a button or follow a link, and wait for the next page."""
        button, link = (self.page.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        async with self.page.expect_navigation():
            await button.or_(link).first.click()

    async def fill(self, **values: str) -> None:
        """Fill in boxes and choose options by the names of their inputs."""
        for name, value in values.items():
            box = self.page.locator(f"[name='{name}']").first
            kind = await box.evaluate("it => it.type")
            if kind == "radio":
                await self.page.locator(f"[name='{name}'][value='{value}']").check()
            elif kind == "select-one":
                await box.select_option(value)
            else:
                await box.fill(value)

    async def sign_in(self, login: str) -> None:
        """Sign in as a member of the sample staff."""
        await self.go("/signin")
        await self.fill(login=login, password=self._stack.state.staff_password)
        await self.press("登录")

    async def says(self, words: str) -> bool:
        """Whether `words` stand on the page."""
        return words in await self.page.locator("body").inner_text()

    async def look(self, name: str) -> None:
        """Note what axe and a ruler find on the page, and take its picture if pictures are wanted."""
        found = await Axe().run(self.page)
        for violation in found.response["violations"]:
            places = [node["target"] for node in violation["nodes"]]
            self.faults.append(f"{name} at {self._width}: {violation['id']}: {places}")
        overflow = await self.page.evaluate(OVERFLOW)
        if overflow > 0:
            self.faults.append(f"{name} at {self._width}: scrolls sideways by {overflow} px")
        if SHOTS in os.environ:
            file = Path(os.environ[SHOTS]) / f"{name}-{self._width}.png"
            await self.page.screenshot(path=file, full_page=True)


STEPS = {
    "apply-who": ("applicant_kind", "name", "organisation", "identity_kind", "identity_number"),
    "apply-contact": ("phone", "email", "address", "fax", "postcode"),
    "apply-what": ("content", "hints", "purpose"),
    "apply-how": ("supply_form", "delivery"),
}
"""The pages of the application, and what is filled in on each."""


async def walk_the_steps(
    visitor: Visitor, answers: Mapping[str, str], *, look: bool = False, place: str = ""
) -> None:
    """From the first page of the application to the one that reads it back."""
    for name, boxes in STEPS.items():
        if look:
            await visitor.look(place + name)
        await visitor.fill(**{box: answers[box] for box in boxes if box in answers})
        await visitor.press("下一步：核对" if name == "apply-how" else "下一步")


Windows = Callable[..., Awaitable[Visitor]]


@pytest.fixture
async def window(chromium: Browser, stack: DemoStack) -> AsyncIterator[Windows]:
    """`await window(390, scripts=False)`: a new window with no cookies, of that width."""
    contexts = []

    async def make(width: int, *, scripts: bool = True) -> Visitor:
        size = {"width": width, "height": HEIGHT}
        context = await chromium.new_context(viewport=size, java_script_enabled=scripts, locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return Visitor(await context.new_page(), stack, width)

    yield make
    for context in contexts:
        await context.close()


@asynccontextmanager
async def _filed(stack: DemoStack) -> AsyncIterator[tuple[UUID, PortalUsers]]:
    """The demo's request filed once more, and the people who act on it."""
    users = stack.users()
    await asyncio.to_thread(filing.file_request, users, stack.request)
    yield users.filed[stack.request.id].request_id, users
    await exercise.quiet(stack.stack)


@pytest.fixture(scope="session")
async def fresh_request(stack: DemoStack) -> UUID:
    """A request that nobody has looked at yet."""
    async with _filed(stack) as (request_id, _):
        return request_id


@pytest.fixture(scope="session")
async def open_case(stack: DemoStack) -> UUID:
    """A request that was accepted and lies with its section."""
    async with _filed(stack) as (request_id, users):
        for step in (filing.check, filing.accept, handling.assign):
            await asyncio.to_thread(step, users, stack.request)
        return request_id


@pytest.fixture(scope="session")
async def served_request(stack: DemoStack) -> UUID:
    """The demo's request, which was answered."""
    (first,) = [row for row in await stack.events("intake") if row.type == "reply-dispatched"][:1]
    return UUID(first.stream.rpartition("/")[2])
