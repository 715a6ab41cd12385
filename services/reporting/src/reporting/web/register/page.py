"""The register that supervision reads: all requests, or those behind one figure, a page at a time; and one by its number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import ColumnElement, Row, true
from starlette.responses import RedirectResponse, Response

from reporting.projections import dashboard, entries
from reporting.projections.annual_queries import all_of
from reporting.projections.entries import Page, Place
from reporting.recount import drawn
from reporting.request.clocks import ClockState
from reporting.table.from_policy import FIRST_YEAR, LAST_YEAR, layout_of
from reporting.table.table_layout import known
from reporting.table.tally import Layout
from reporting.web.parts.clock_words import due_words, tag
from reporting.wording import Names, names_of
from shared.command.decider import Invalid, NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.time.dates import chinese_date
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.wiring import web_of
from shared.words.numbers import request_number

Reader = Annotated[Pass, Depends(staff("oversee"))]
NUMBER = re.compile(r"(\d{4})-(\d{4,6})", re.ASCII)
STREAM_LENGTH_MAX = 200
NO_NULL = r"^[^\x00]*$"
"""The database has no letter of that number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a figure of a table, or all; and beside which entry the page begins."""

    year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = FIRST_YEAR
    row: Annotated[str, Query(max_length=60)] = ""
    column: Annotated[str, Query(max_length=60)] = "total"
    on: Annotated[date | None, Query()] = None
    after: Annotated[str, Query(max_length=STREAM_LENGTH_MAX, pattern=NO_NULL)] = ""
    before: Annotated[str, Query(max_length=STREAM_LENGTH_MAX, pattern=NO_NULL)] = ""

    def place(self, stream: str) -> Place | None:
        """The entry beside which the page begins, if the address names one."""
        return Place(self.on, stream) if self.on is not None and stream else None

    def address(self, **place: str) -> str:
        """The same question from another place."""
        figure = {"year": self.year, "row": self.row, "column": self.column} if self.row else {}
        return f"?{urlencode({**figure, **place})}"


@dataclass(frozen=True, slots=True)
class RegisterPages:
    """The routes, over a runtime; no rule stands here."""

    runtime: Runtime

    async def requests(
        self, request: Request, agency: str, _: Reader, asked: Annotated[Asked, Depends()]
    ) -> Response:
        """All requests, or those behind one figure of a table. Refused: a figure that there is not."""
        layout = layout_of(asked.year, self.runtime.library)
        if asked.row and not known(layout, asked.row, asked.column):
            raise NotFound("no-such-figure", "年报表里没有这一格。请从年报表中点选数字。")
        async with self.runtime.reading(agency) as connection:
            total = await self._total(connection, agency, asked, layout)
            page = await entries.page_of(
                connection,
                agency,
                _which(asked, layout),
                older_than=asked.place(asked.after),
                newer_than=asked.place(asked.before),
            )
            ids = [row.request_id for row in page.rows if row.request_id]
            states = await dashboard.states_of(connection, agency, ids)
        names = names_of(self.runtime.policy(agency, legal_day(await self.runtime.clock.now())))
        title = _title(asked, layout)
        return web_of(request).pages.render(
            request,
            "register/requests.html",
            agency=agency,
            title=title,
            total=total,
            lines=[_line(row, states.get(row.request_id), names) for row in page.rows],
            crumbs=[("监督", f"/reporting/{agency}/"), (title, "")],
            turns=_turns(asked, page),
        )

    async def find(
        self, request: Request, agency: str, _: Reader, number: Annotated[str, Query(max_length=40)]
    ) -> Response:
        """Lead to the trail of the request with a registration number. Refused: a number that nobody has."""
        written = NUMBER.fullmatch(number.strip())
        if written is None:
            raise Invalid("number-malformed", "登记编号请写成 2025-0007 的样子。")
        async with self.runtime.reading(agency) as connection:
            found = await entries.of_number(connection, agency, int(written[1]), int(written[2]))
        if found is None:
            raise NotFound("no-such-number", f"没有登记编号为 {written[0]} 的申请。请核对编号。")
        base_path = web_of(request).settings.base_path
        return RedirectResponse(
            f"{base_path}/reporting/{agency}/requests/{found.request_id}", status_code=303
        )

    async def _total(self, connection: Any, agency: str, asked: Asked, layout: Layout) -> int:
        """How many the table counts there: the list is as long as the figure says."""
        if not asked.row:
            return await all_of(connection, agency)
        found = await drawn(connection, agency, asked.year, layout)
        return found.table.rows[asked.row][list(layout.columns).index(asked.column)]


def routes(runtime: Runtime) -> APIRouter:
    """The router of these pages."""
    pages = RegisterPages(runtime)
    router = APIRouter(prefix="/reporting/{agency}", include_in_schema=False)
    router.add_api_route("/requests", pages.requests, methods=["GET"])
    router.add_api_route("/find", pages.find, methods=["GET"])
    return router


def _which(asked: Asked, layout: Layout) -> ColumnElement[bool]:
    return entries.behind(asked.year, asked.row, asked.column, layout) if asked.row else true()


def _title(asked: Asked, layout: Layout) -> str:
    if not asked.row:
        return "全部申请"
    return f"{asked.year}年 {layout.rows[asked.row].label} · {layout.columns[asked.column]}"


def _turns(asked: Asked, page: Page) -> Mapping[str, str]:
    """The addresses of the pages before and behind; empty where there is none."""
    if not page.rows:
        return {"first": "", "newer": "", "older": ""}
    newest, oldest = page.rows[0], page.rows[-1]
    newer = asked.address(on=newest.received_on.isoformat(), before=newest.stream) if page.newer else ""
    older = asked.address(on=oldest.received_on.isoformat(), after=oldest.stream) if page.older else ""
    return {"first": asked.address() if asked.row else "?", "newer": newer, "older": older}


def _line(row: Row[Any], clock: ClockState | None, names: Names) -> Mapping[str, Any]:
    """An entry as the register shows it; one that was imported goes by the id of its record."""
    outcome = names["outcome"].get(row.outcome, row.outcome)
    imported = row.request_id is None
    return {
        "request_id": row.request_id,
        "name": row.record if imported else request_number(row.year, row.number),
        "received_on": row.received_on,
        "applicant": names["applicant_kind"].get(row.applicant_kind, row.applicant_kind),
        "due_on": clock.due_on if clock else None,
        "due_words": "补录的申请不计期限" if imported else due_words(clock),
        "tag": tag(clock) if clock and row.closed_on is None else None,
        "outcome": f"{outcome}（{chinese_date(row.closed_on)}）" if row.closed_on else "正在办理",
    }
