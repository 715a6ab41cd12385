"""The play: filed, checked, accepted, assigned, reviewed, proposed, signed, served, looked up, counted."""

import asyncio
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

import asyncpg

from deploy import exercise
from deploy.demo.page import Page, PageFailed
from deploy.demo.people import Citizen, Slip, Staff
from deploy.stack import Stack
from shared.clock import SHANGHAI
from shared.policy import Policy

PATIENCE_SECONDS: Final = 20
HALF_PAST_NINE: Final = time_of_day(9, 30)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Played:
    """What the play left: the request, the slip, the pages and files to look at."""

    request_id: UUID
    slip: Slip
    status: Page
    reply: bytes
    table: dict[str, Any]


def scenario() -> dict[str, Any]:
    """The request, its days, and what must come of it, written by hand."""
    return tomllib.loads(files("deploy.demo").joinpath("scenario.toml").read_text(encoding="utf-8"))


async def play(stack: Stack, say: Say) -> Played:
    """Play the scenario on a running exercise stack."""
    return await _Play(stack, scenario(), say).run()


class _Play:
    def __init__(self, stack: Stack, told: dict[str, Any], say: Say) -> None:
        self._stack, self._told, self._say = stack, told, say
        self._agency: str = told["agency"]
        self._portal = stack.state.portal_url

    async def run(self) -> Played:
        if "filed" in self._told["days"]:
            await self._day(self._told["days"]["filed"])
        citizen = Citizen(self._portal, self._agency, self._told["applicant"])
        slip = await asyncio.to_thread(citizen.apply)
        self._say(f"申请已提交：登记编号 {slip.number}")
        request_id = await self._request_id()
        await self._handle(request_id)
        status = await self._until(lambda: citizen.track(slip), lambda page: "下载答复书" in page.text)
        reply = await asyncio.to_thread(citizen.reply)
        self._say("申请人已下载答复书")
        table = await self._table()
        return Played(request_id, slip, status, reply, table)

    async def _handle(self, request_id: UUID) -> None:
        reply, days = self._told["reply"], self._told["days"]
        case = f"/review/{self._agency}/cases/{request_id}"
        door = f"/intake/{self._agency}/requests/{request_id}"
        await self._day(days["checked"])
        await self._act("qh.chen", door, "check")
        await self._act("qh.chen", door, "accept")
        await self._act("qh.chen", case, "assign", section="综合统计股")
        await self._day(days["reviewed"])
        questions = Policy(self._agency, days["reviewed"])["confidentiality.questions"].value
        no = dict.fromkeys((question.id for question in questions), "no")
        await self._act("qh.fu", case, "review", **no, attribute="open")
        words = {key: reply[key] for key in ("outcome", "clause", "finding", "decision", "materials")}
        await self._act("qh.fu", f"{case}?basis=granted/36(2)", "propose", **words)
        await self._day(days["signed"])
        for login in ("qh.fu", "qh.wang", "qh.he"):
            await self._act(login, case, "sign")
        await self._day(days["served"])
        await self._act("qh.chen", door, "serve", served_on=str(days["served"]), method=reply["method"])

    async def _act(self, login: str, path: str, verb: str, **values: str) -> None:
        """Do one thing as one person, as soon as the page offers it."""
        staff = await asyncio.to_thread(Staff, self._portal, login, self._stack.state.staff_password)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                await asyncio.to_thread(staff.act, path, verb, **values)
            except PageFailed:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.3)
            else:
                self._say(f"{login} {verb}")
                return

    async def _day(self, day: date) -> None:
        await exercise.step_to(self._stack, datetime.combine(day, HALF_PAST_NINE, SHANGHAI))
        self._say(f"演练时钟：{day}")

    async def _until(self, look: Callable[[], Page], shown: Callable[[Page], bool]) -> Page:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            page = await asyncio.to_thread(look)
            if shown(page):
                return page
            if time.monotonic() > deadline:
                raise PageFailed(f"{page.path} 一直没有出现要看的内容：{page.text[:400]}")
            await asyncio.sleep(0.5)

    async def _table(self) -> dict[str, Any]:
        await exercise.quiet(self._stack)
        supervisor = await asyncio.to_thread(Staff, self._portal, "jd.lin", self._stack.state.staff_password)
        year = self._told["expected"]["year"]
        return await asyncio.to_thread(supervisor.json, f"/reporting/{self._agency}/table/{year}.json")

    async def _request_id(self) -> UUID:
        """The newest request: the clerk would click it at the top of the list."""
        connection = await asyncpg.connect(self._stack.postgres.dsn("intake"))
        try:
            stream: str = await connection.fetchval(
                "select stream from log.events where agency = $1 and type = 'request-received' order by seq desc limit 1",
                self._agency,
            )
        finally:
            await connection.close()
        return UUID(stream.rpartition("/")[2])
