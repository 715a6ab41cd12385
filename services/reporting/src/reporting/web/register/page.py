"""The register for supervision: all requests or those of one figure, page by page; and one request by its number."""

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
from reporting.recount import count_table
from reporting.request.clocks import ClockState
from reporting.table.from_policy import FIRST_YEAR, LAST_YEAR, layout_of
from reporting.table.table_layout import has_figure
from reporting.table.tally import Layout
from reporting.web.parts.clock_words import due_words, tag
from reporting.web.parts.freshness import freshness_of
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
"""PostgreSQL text cannot hold the null character."""


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """The query of the address: a figure of a table or all requests, and the entry next to which the page starts."""

    year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = FIRST_YEAR
    row: Annotated[str, Query(max_length=60)] = ""
    column: Annotated[str, Query(max_length=60)] = "total"
    on: Annotated[date | None, Query()] = None
    after: Annotated[str, Query(max_length=STREAM_LENGTH_MAX, pattern=NO_NULL)] = ""
    before: Annotated[str, Query(max_length=STREAM_LENGTH_MAX, pattern=NO_NULL)] = ""

    def place(self, stream: str) -> Place | None:
        """Return the entry next to which the page starts; None for the first page."""
        return Place(self.on, stream) if self.on is not None and stream else None

    def address(self, **place: str) -> str:
        """Return the address of the same list from another entry."""
        figure = {"year": self.year, "row": self.row, "column": self.column} if self.row else {}
        return f"?{urlencode({**figure, **place})}"


@dataclass(frozen=True, slots=True)
class RegisterPages:
    """The pages' routes over a runtime. They decide nothing."""

    runtime: Runtime

    async def requests(
        self, request: Request, agency: str, _: Reader, query: Annotated[RegisterQuery, Depends()]
    ) -> Response:
        """List all requests, or those of one figure of a table. Raises `NotFound` for an unknown figure."""
        layout = layout_of(query.year, self.runtime.library)
        if query.row and not has_figure(layout, query.row, query.column):
            raise NotFound("no-such-figure", "年报表里没有这一格。请从年报表中点选数字。")
        fresh = await freshness_of(self.runtime, agency)
        async with self.runtime.reading(agency) as connection:
            total = await self._total(connection, agency, query, layout)
            page = await entries.page_of(
                connection,
                agency,
                _condition(query, layout),
                older_than=query.place(query.after),
                newer_than=query.place(query.before),
            )
            ids = [row.request_id for row in page.rows if row.request_id]
            states = await dashboard.states_of(connection, agency, ids)
        names = names_of(self.runtime.policy(agency, legal_day(await self.runtime.clock.now())))
        title = _title(query, layout)
        return web_of(request).pages.render(
            request,
            "register/requests.html",
            agency=agency,
            title=title,
            total=total,
            lines=[_line(row, states.get(row.request_id), names) for row in page.rows],
            crumbs=[("监督", f"/reporting/{agency}/"), (title, "")],
            page_links=_page_links(query, page),
            **fresh,
        )

    async def find(
        self, request: Request, agency: str, _: Reader, number: Annotated[str, Query(max_length=40)]
    ) -> Response:
        """Redirect to the trail of the request with a registration number.

        Raises `Invalid` for a malformed number and `NotFound` for an unknown one.
        """
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

    async def _total(self, connection: Any, agency: str, query: RegisterQuery, layout: Layout) -> int:
        """Return the number of listed requests, which equals the figure in the table."""
        if not query.row:
            return await all_of(connection, agency)
        found = await count_table(connection, agency, query.year, layout)
        return found.table.rows[query.row][list(layout.columns).index(query.column)]


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of these pages."""
    pages = RegisterPages(runtime)
    router = APIRouter(prefix="/reporting/{agency}", include_in_schema=False)
    router.add_api_route("/requests", pages.requests, methods=["GET"])
    router.add_api_route("/find", pages.find, methods=["GET"])
    return router


def _condition(query: RegisterQuery, layout: Layout) -> ColumnElement[bool]:
    return entries.of_figure(query.year, query.row, query.column, layout) if query.row else true()


def _title(query: RegisterQuery, layout: Layout) -> str:
    if not query.row:
        return "全部申请"
    return f"{query.year}年 {layout.rows[query.row].label} · {layout.columns[query.column]}"


def _page_links(query: RegisterQuery, page: Page) -> Mapping[str, str]:
    """Return the addresses of the first, the newer and the older page; "" where there is none."""
    if not page.rows:
        return {"first": "", "newer": "", "older": ""}
    newest, oldest = page.rows[0], page.rows[-1]
    newer = query.address(on=newest.received_on.isoformat(), before=newest.stream) if page.newer else ""
    older = query.address(on=oldest.received_on.isoformat(), after=oldest.stream) if page.older else ""
    return {"first": query.address() if query.row else "?", "newer": newer, "older": older}


def _line(row: Row[Any], clock: ClockState | None, names: Names) -> Mapping[str, Any]:
    """Return an entry as a line of the register. An imported entry is named by its record id."""
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
