"""The supervisor's pages: figures, requests, trails. They change nothing; a figure opens what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Row
from starlette.responses import Response

from reporting import wording
from reporting.layout import FIRST_YEAR, LAST_YEAR, layout_of
from reporting.projections import annual, ledger, trail
from reporting.web.table_view import known
from shared.clock import legal_day
from shared.decider import Refusal
from shared.numbers import request_number
from shared.policy import Policy
from shared.runtime import Runtime
from shared.sites import OVERSEERS
from shared.web.access import Pass
from shared.web.guards import staff
from shared.web.wiring import web_of

Reader = Annotated[Pass, Depends(staff(*OVERSEERS))]
Year = Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
Filter = Annotated[str, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class SupervisorPages:
    """The routes, over a runtime; no rule stands here."""

    runtime: Runtime

    async def overview(self, request: Request, agency: str, _: Reader) -> Response:
        """Figures of the year, the tables, and how much the ledger holds."""
        year = legal_day(await self.runtime.clock.now()).year
        async with self.runtime.reading(agency) as connection:
            figures = await annual.figures(connection, year)
            years = await annual.years(connection)
            held = await ledger.lengths(connection)
        return web_of(request).pages.render(
            request,
            "overview.html",
            agency=agency,
            year=year,
            figures=figures,
            years=years or (year,),
            held={wording.SERVICE_NAMES[service]: number for service, number in sorted(held.items())},
        )

    async def requests(
        self,
        request: Request,
        agency: str,
        _: Reader,
        year: Year = FIRST_YEAR,
        row: Filter = "",
        column: Filter = "total",
    ) -> Response:
        """All requests, or those behind one figure of a table."""
        which, title = None, "全部申请"
        if row:
            layout = layout_of(year, self.runtime.library)
            if not known(layout, row, column):
                raise Refusal("no-such-figure", "年报表里没有这一格。请从年报表中点选数字。", status=404)
            which = annual.behind(year, row, column, layout)
            title = f"{year}年 {layout.rows[row]} · {layout.columns[column]}"
        async with self.runtime.reading(agency) as connection:
            rows = await annual.requests(connection, which)
        names = names_of(self.runtime.policy(agency, legal_day(await self.runtime.clock.now())))
        crumbs = [("监督", f"/reporting/{agency}/"), (title, "")]
        return web_of(request).pages.render(
            request,
            "requests.html",
            number_of=request_number,
            agency=agency,
            rows=rows,
            title=title,
            names=names,
            crumbs=crumbs,
        )

    async def trail_of(self, request: Request, agency: str, request_id: UUID, _: Reader) -> Response:
        """The trail of one request: who did what when, by which clause, on which paper."""
        async with self.runtime.reading(agency) as connection:
            found = await annual.of_request(connection, request_id)
            steps = await trail.steps_of(connection, request_id)
            people = await trail.people(connection)
        if not steps:
            raise Refusal(
                "no-trail", "没有找到这件申请的记录。刚收到的申请请稍候刷新，或核对网址。", status=404
            )
        names = names_of(self.runtime.policy(agency, legal_day(steps[0].recorded_at)))
        told = [told_step(step, names, people) for step in steps]
        number = request_number(found.year, found.number) if found else str(request_id)[:8]
        crumbs = [
            ("监督", f"/reporting/{agency}/"),
            ("全部申请", f"/reporting/{agency}/requests"),
            (number, ""),
        ]
        return web_of(request).pages.render(
            request, "trail.html", agency=agency, number=number, found=found, steps=told, crumbs=crumbs
        )


def routes(runtime: Runtime) -> APIRouter:
    """The router of these pages."""
    pages = SupervisorPages(runtime)
    router = APIRouter(prefix="/reporting/{agency}", include_in_schema=False)
    router.add_api_route("/", pages.overview, methods=["GET"])
    router.add_api_route("/requests", pages.requests, methods=["GET"])
    router.add_api_route("/requests/{request_id}", pages.trail_of, methods=["GET"])
    return router


def names_of(policy: Policy) -> wording.Names:
    """The words of a policy for outcomes and applicants."""
    outcomes = {name: outcome.name for name, outcome in policy.outcomes().items()}
    kinds = {kind.id: kind.label for kind in policy["applicant.kinds"].value}
    return {"outcome": outcomes, "applicant_kind": kinds}


def told_step(step: Row[Any], names: wording.Names, people: Mapping[str, str]) -> dict[str, Any]:
    """A step of the trail in words, and where it stands in the log."""
    return {
        "at": step.recorded_at,
        "who": wording.who(step.actor, people),
        "told": wording.tell(step.type, step.facts, names),
        "place": f"{wording.SERVICE_NAMES[step.service]}第{step.seq}号",
    }
