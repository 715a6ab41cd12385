"""Staff pages: the board of due and overdue clocks, and the explanation of one request's dates. Read-only."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Row
from starlette.responses import Response

from deadline.calendar.handlers import NATIONAL, loaded_calendar
from deadline.clock.reactions.cases import REVIEW_PERIOD
from deadline.clock.reactions.requests import NOTICE_PERIOD, REPLY_PERIOD, RESPOND_PERIOD
from deadline.projections import calendar as calendar_projection
from deadline.projections import clock_queries as clocks
from deadline.web.board.view import ClockView
from shared.command.decider import NotFound
from shared.events.terms import CONFIDENTIALITY_REVIEW, CORRECTION, CORRECTION_NOTICE, REPLY_CLOCK
from shared.policy import Resolved
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.wiring import web_of

Reader = Annotated[Pass, Depends(staff())]
"""Everybody signed in at the agency may read due dates, supervisors included."""

PERIODS = {
    REPLY_CLOCK: REPLY_PERIOD,
    CORRECTION_NOTICE: NOTICE_PERIOD,
    CORRECTION: RESPOND_PERIOD,
    CONFIDENTIALITY_REVIEW: REVIEW_PERIOD,
}
"""The policy key that gives each clock its length. A letter carries its own length."""


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The pages' routes over a runtime. They decide nothing."""

    runtime: Runtime

    async def board(self, request: Request, agency: str, _: Reader) -> Response:
        """Show open clocks, most urgent first."""
        today = legal_day(await self.runtime.clock.now())
        view = await self._clock_view(agency, today)
        async with self.runtime.reading(agency) as connection:
            rows = await clocks.board(connection)
            figures = await clocks.figures(connection, today)
        async with self.runtime.reading(NATIONAL) as connection:
            notices = await calendar_projection.notices(connection)
        lines = [view.line(row) for row in rows]
        years = sorted(view.calendar.years)
        return web_of(request).pages.render(
            request,
            "board/board.html",
            lines=lines,
            figures=figures,
            notices=notices,
            years=years,
            agency=agency,
        )

    async def explanation(self, request: Request, agency: str, request_id: UUID, _: Reader) -> Response:
        """Explain a request's dates day by day, with the rule, its source, and the history of each clock."""
        today = legal_day(await self.runtime.clock.now())
        view = await self._clock_view(agency, today)
        async with self.runtime.reading(agency) as connection:
            rows = await clocks.of_request(connection, request_id)
            counts = await clocks.counts(connection, request_id)
            history = await clocks.history(connection, request_id)
        if not rows:
            raise NotFound("no-clock", "没有找到这件申请的期限。刚收到的申请请稍候刷新，或核对网址。")
        views = [
            view.clock(row, counts, history) | {"policy": self._rule(agency, row)}
            for row in sorted(rows, key=lambda row: (row.clock != REPLY_CLOCK, row.clock))
        ]
        return web_of(request).pages.render(
            request,
            "board/explanation.html",
            clocks=views,
            crumbs=[("期限一览", f"/deadline/{agency}/board"), (views[0]["line"].number, "")],
            what_if=f"/deadline/{agency}/requests/{request_id}/what-if",
        )

    async def _clock_view(self, agency: str, today: date) -> ClockView:
        policy = self.runtime.policy(agency, today)
        calendar = await loaded_calendar(self.runtime.store, policy.region)
        return ClockView(calendar, today, policy.roles.names)

    def _rule(self, agency: str, row: Row[Any]) -> Resolved | None:
        """Return the rule that gave the length on day 0, with the rules that it overrides."""
        key = PERIODS.get(row.clock)
        return self.runtime.policy(agency, row.day_zero_on).get(key) if key else None


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of these pages."""
    pages = StaffPages(runtime)
    router = APIRouter(prefix="/deadline/{agency}", include_in_schema=False)
    router.add_api_route("/board", pages.board, methods=["GET"])
    router.add_api_route("/requests/{request_id}", pages.explanation, methods=["GET"])
    return router
