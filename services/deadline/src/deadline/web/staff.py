"""Staff pages: the board of due and overdue clocks, and one request's dates explained day by day. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Row
from starlette.responses import Response

from deadline.domain.clock import CONFIDENTIALITY_REVIEW, CORRECTION, CORRECTION_NOTICE, REPLY
from deadline.handlers import NATIONAL, loaded_calendar
from deadline.projections import calendar as calendar_book
from deadline.projections import clock_queries as clocks
from deadline.reactions.cases import REVIEW_PERIOD
from deadline.reactions.requests import NOTICE_PERIOD, REPLY_PERIOD, RESPOND_PERIOD
from deadline.web.words import (
    STATE_NAMES,
    clock_name,
    history_words,
    standing_of,
    waits_for,
    warned_words,
)
from shared.clock import legal_day
from shared.decider import Refusal
from shared.numbers import request_number
from shared.policy import LAYER_NAMES, Resolved
from shared.runtime import Runtime
from shared.web.access import Pass
from shared.web.guards import staff
from shared.web.wiring import web_of
from shared.workdays import Calendar, explained

Reader = Annotated[Pass, Depends(staff())]
"""Anybody signed in at the agency: due dates are everybody's business, supervisors' too."""

PERIODS = {
    REPLY: REPLY_PERIOD,
    CORRECTION_NOTICE: NOTICE_PERIOD,
    CORRECTION: RESPOND_PERIOD,
    CONFIDENTIALITY_REVIEW: REVIEW_PERIOD,
}
"""The key of the policy that each kind of clock has its length from; a letter brings its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as the board shows it: what it is of, when it falls due, how that stands today, who is told."""

    request_id: UUID
    number: str
    name: str
    due_on: date | None
    standing: str
    tone: str
    warned: str


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
        """A request's dates, day by day, with the rule, its source, and all that happened to each clock."""
        today = legal_day(await self.runtime.clock.now())
        calendar = await loaded_calendar(self.runtime.store)
        async with self.runtime.reading(agency) as connection:
            rows = await clocks.of_request(connection, request_id)
            counts = await clocks.counts(connection, request_id)
            history = await clocks.history(connection, request_id)
        if not rows:
            raise Refusal(
                "no-clock", "没有找到这件申请的期限。刚收到的申请请稍候刷新，或核对网址。", status=404
            )
        shown = [
            shown_clock(row, counts, history, calendar, today) | {"policy": self._rule(agency, row)}
            for row in sorted(rows, key=lambda row: (row.clock != REPLY, row.clock))
        ]
        return web_of(request).pages.render(
            request,
            "explanation.html",
            clocks=shown,
            crumbs=[("期限一览", f"/deadline/{agency}/board"), (shown[0]["line"].number, "")],
            what_if=f"/deadline/{agency}/requests/{request_id}/what-if",
        )

    def _rule(self, agency: str, row: Row[Any]) -> Resolved | None:
        """The rule that gave the length, as it stood on day 0, with what it sets aside."""
        key = PERIODS.get(row.clock)
        return self.runtime.policy(agency, row.day_zero_on).get(key) if key else None


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
    return Line(row.request_id, number, clock_name(row.clock), row.due_on, standing, tone, warned_words(row))


def shown_clock(
    row: Row[Any],
    counts: Sequence[Row[Any]],
    history: Sequence[Row[Any]],
    calendar: Calendar,
    today: date,
) -> dict[str, Any]:
    """All that the books hold for the explanation of one clock: its newest count, and its history in words."""
    newest = next((count for count in counts if count.clock == row.clock), None)
    standing, tone = standing_of(row, calendar, today)
    story = [
        (line.recorded_at, *history_words(line.type, line.facts))
        for line in history
        if line.clock == row.clock
    ]
    return {
        "row": row,
        "line": line_of(row, calendar, today),
        "state": STATE_NAMES[row.state],
        "standing": standing,
        "tone": tone,
        "explained": newest.explanation if newest and row.due_on else explained(None),
        "pending": STATE_NAMES[row.state],
        "waits_for": waits_for(row.clock),
        "supposable": row.clock == REPLY and row.state in {"running", "missed", "paused"},
        "story": story,
        "layers": LAYER_NAMES,
    }
