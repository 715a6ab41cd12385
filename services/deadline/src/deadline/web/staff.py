"""Staff pages: the board of due and overdue clocks, and one request's dates explained day by day. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Row
from starlette.responses import Response

from deadline.domain.clock import REPLY
from deadline.handlers import NATIONAL, loaded_calendar
from deadline.projections import calendar as calendar_book
from deadline.projections import clocks
from deadline.reactions.requests import REPLY_PERIOD
from shared.clock import legal_day
from shared.decider import Refusal
from shared.numbers import request_number
from shared.policy import LAYER_NAMES, Resolved
from shared.runtime import Runtime
from shared.web.access import Pass
from shared.web.due_words import deferred_words, running_words, stopped_words
from shared.web.guards import staff
from shared.web.wiring import web_of
from shared.workdays import Calendar, Uncovered, working_days_between

Reader = Annotated[Pass, Depends(staff())]
"""Anybody signed in at the agency: due dates are everybody's business, supervisors' too."""

CLOCK_NAMES = {REPLY: "答复期限"}
STATE_NAMES = {
    "counting": "正在计算",
    "running": "计时中",
    "deferred": "日历未公布",
    "missed": "逾期",
    "stopped": "已停止",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as the board shows it: what it is of, when it falls due, how that stands today."""

    request_id: UUID
    number: str
    name: str
    due_on: date | None
    standing: str
    tone: str


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The routes, over a runtime; no rule stands here."""

    runtime: Runtime

    async def board(self, request: Request, agency: str, _: Reader) -> Response:
        """Clocks that run, the most urgent first."""
        today = legal_day(await self.runtime.clock.now())
        calendar = await loaded_calendar(self.runtime.store)
        async with self.runtime.reading(agency) as connection:
            rows = await clocks.board(connection)
            figures = await clocks.figures(connection, today)
        async with self.runtime.reading(NATIONAL) as connection:
            notices = await calendar_book.notices(connection)
        lines = [line_of(row, calendar, today) for row in rows]
        years = sorted(calendar.years)
        return web_of(request).pages.render(
            request, "board.html", lines=lines, figures=figures, notices=notices, years=years, agency=agency
        )

    async def explanation(self, request: Request, agency: str, request_id: UUID, _: Reader) -> Response:
        """A request's dates, day by day, with the rule, its source, and every earlier count."""
        today = legal_day(await self.runtime.clock.now())
        calendar = await loaded_calendar(self.runtime.store)
        async with self.runtime.reading(agency) as connection:
            rows = await clocks.of_request(connection, request_id)
            history = await clocks.counts(connection, request_id)
        if not rows:
            raise Refusal(
                "no-clock", "没有找到这件申请的期限。刚收到的申请请稍候刷新，或核对网址。", status=404
            )
        shown = [
            shown_clock(row, history, calendar, today) | {"policy": self._rule(agency, row.day_zero_on)}
            for row in rows
        ]
        crumbs = [("期限一览", f"/deadline/{agency}/board"), (shown[0]["line"].number, "")]
        return web_of(request).pages.render(request, "explanation.html", clocks=shown, crumbs=crumbs)

    def _rule(self, agency: str, day_zero_on: date) -> Resolved:
        """The rule that gave the length, as it stood on day 0, with what it sets aside."""
        return self.runtime.policy(agency, day_zero_on)[REPLY_PERIOD]


def routes(runtime: Runtime) -> APIRouter:
    """The router of these pages."""
    pages = StaffPages(runtime)
    router = APIRouter(prefix="/deadline/{agency}", include_in_schema=False)
    router.add_api_route("/board", pages.board, methods=["GET"])
    router.add_api_route("/requests/{request_id}", pages.explanation, methods=["GET"])
    return router


def line_of(row: Row[Any], calendar: Calendar, today: date) -> Line:
    """A row of the book as the board's line."""
    standing, tone = standing_of(row, calendar, today)
    number = request_number(row.year, row.number) if row.number else str(row.request_id)[:8]
    return Line(row.request_id, number, CLOCK_NAMES.get(row.clock, row.clock), row.due_on, standing, tone)


def standing_of(row: Row[Any], calendar: Calendar, today: date) -> tuple[str, str]:
    """How a clock stands today, in words, and the tone of its tag."""
    match row.state:
        case "stopped":
            return stopped_words(row.stopped_on, row.in_time)
        case "deferred":
            return deferred_words(row.not_before_on, row.uncovered_year)
        case "running" | "missed":
            return days_words(calendar, today, row.due_on, near=row.warned_left is not None)
        case _:
            return STATE_NAMES["counting"], "info"


def days_words(calendar: Calendar, today: date, due_on: date, *, near: bool) -> tuple[str, str]:
    """Working days left or overdue; without the year's notice, calendar days are said to be such."""
    try:
        left = working_days_between(calendar, today, due_on)
    except Uncovered:
        return running_words(due_on, today, abs((due_on - today).days), near=near, unit="天")
    return running_words(due_on, today, abs(left), near=near)


def shown_clock(
    row: Row[Any], history: Sequence[Row[Any]], calendar: Calendar, today: date
) -> dict[str, Any]:
    """All that the books hold for the explanation of one clock."""
    its = [count for count in history if count.clock == row.clock]
    standing, tone = standing_of(row, calendar, today)
    return {
        "row": row,
        "line": line_of(row, calendar, today),
        "state": STATE_NAMES[row.state],
        "standing": standing,
        "tone": tone,
        "explained": its[0].explanation | {"due_on": row.due_on},
        "counts": its,
        "layers": LAYER_NAMES,
    }
