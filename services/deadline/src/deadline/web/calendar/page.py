"""The calendar page (工作日历): all loaded notices and the agency's clocks that they changed. Read-only."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request
from sqlalchemy import Row
from starlette.responses import Response

from deadline.calendar.handlers import NATIONAL
from deadline.projections import calendar as calendar_projection
from deadline.projections import clock_queries as clocks
from deadline.web.parts.words import clock_name
from shared.events.terms import Reason
from shared.service.runtime import Runtime
from shared.time.dates import chinese_date
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.pages.filters import shanghai_time
from shared.web.wiring import web_of
from shared.words.clocks import reason_words
from shared.words.numbers import request_number

Reader = Annotated[Pass, Depends(staff())]
"""Everybody signed in at the agency may read the calendar."""


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The page's route over a runtime."""

    runtime: Runtime

    async def page(self, request: Request, agency: str, _: Reader) -> Response:
        """Show the State Council's notices and the agency's changed clocks."""
        async with self.runtime.reading(NATIONAL) as connection:
            notices = await calendar_projection.notices(connection)
        async with self.runtime.reading(agency) as connection:
            moves = await clocks.moved(connection)
        return web_of(request).pages.render(
            request,
            "calendar/calendar.html",
            notices=[_notice(row) for row in notices],
            moves=[_move(row) for row in moves],
            crumbs=[("期限一览", f"/deadline/{agency}/board"), ("工作日历", "")],
        )


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of this page."""
    router = APIRouter(prefix="/deadline/{agency}", include_in_schema=False)
    router.add_api_route("/calendar", CalendarPage(runtime).page, methods=["GET"])
    return router


def _notice(row: Row[Any]) -> tuple[Any, ...]:
    loaded = shanghai_time(row.recorded_at)
    return row.number, row.title, chinese_date(row.published_on), row.year, row.amends or "—", loaded


def _move(row: Row[Any]) -> tuple[str, ...]:
    number = request_number(row.year, row.number) if row.number else str(row.request_id or row.subject_id)[:8]
    before, after = _date(row.due_before, row.not_before), _date(row.due_on, row.not_before_on)
    return number, clock_name(row.clock), before, after, reason_words(msgspec.convert(row.reason, Reason))


def _date(due_on: date | None, not_before_on: date | None) -> str:
    if due_on is not None:
        return chinese_date(due_on)
    return f"不早于{chinese_date(not_before_on)}" if not_before_on else "暂停"
