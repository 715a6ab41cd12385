"""我的待办: the desk of one person."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from review.case.handlers.dependencies import Dependencies
from review.projections.caseload import issued_cases, open_cases
from review.projections.due_dates import alarms, running
from review.web.context import PageContext
from review.web.desk.view import DeskProjections, desk_view
from review.web.parts.passes import Anyone
from review.web.parts.visibility import sees
from shared.service.runtime import Runtime
from shared.staff.directory import sections_of
from shared.time.clock import legal_day
from shared.web.wiring import web_of
from shared.words.numbers import request_number

ISSUED_SHOWN_MAX = 20
"""Number of issued replies on the desk; the supervisors' ledger lists all."""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The route of the desk. It contains no rules."""

    runtime: Runtime
    deps: Dependencies

    async def desk(self, request: Request, agency: str, held: Anyone) -> Response:
        """待办: the reader's own cases first, by due date; `show` names a filter."""
        today = legal_day(await self.runtime.clock.now())
        policy = self.deps.policy_of(agency, today)
        async with self.runtime.reading(agency) as connection:
            issued = await issued_cases(connection, ISSUED_SHOWN_MAX)
            projections = DeskProjections(
                await open_cases(connection),
                await running(connection),
                await alarms(connection),
                (await sections_of(connection, agency)).labels(today),
            )
        show = request.query_params.get("show", "")
        desk = await desk_view(projections, policy, held, (self.deps.vault, agency), today, show)
        return web_of(request).pages.render(
            request,
            "desk/desk.html",
            agency=agency,
            desk=desk,
            issued=[
                (request_number(line.year, line.number), line, projections.section(line))
                for line in issued
                if sees(held, policy.roles, line.section)
            ],
            today=today,
        )


def routes(context: PageContext) -> APIRouter:
    """The router of the desk."""
    pages = DeskPage(context.runtime, context.deps)
    router = APIRouter(prefix="/review/{agency}", include_in_schema=False)
    router.add_api_route("/desk", pages.desk, methods=["GET"])
    return router
