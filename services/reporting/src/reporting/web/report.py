"""The annual table's pages: table three as printed, as JSON, and its pinning."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.responses import JSONResponse, RedirectResponse, Response

from reporting.domain.commands import PinReport
from reporting.domain.report import Pinned
from reporting.domain.rules import PINNING_ROLES
from reporting.domain.tally import Layout, Table, tally
from reporting.handlers import pin_report, report_of
from reporting.layout import FIRST_YEAR, LAST_YEAR, layout_of
from reporting.projections import annual
from reporting.recount import counted_again
from reporting.web.table_view import HEAD_COLUMNS, IDENTITY_WORDS, as_json, lines_of
from shared.decider import Refusal
from shared.runtime import Runtime
from shared.web.access import Pass
from shared.web.forms import FormReader
from shared.web.guards import staff
from shared.web.origins import staff_origin
from shared.web.wiring import web_of

Reader = Annotated[Pass, Depends(staff(*PINNING_ROLES))]
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]


@dataclass(frozen=True, slots=True)
class Counted:
    """A table with the lane positions that it was counted from."""

    table: Table
    positions: dict[str, int]


@dataclass(frozen=True, slots=True)
class ReportPages:
    """The routes, over a runtime; no rule stands here."""

    runtime: Runtime

    async def figures(self, agency: str, year: Year, _: Reader) -> Response:
        """The table for programs."""
        async with self.runtime.reading(agency) as connection:
            counted = await count_table(connection, year, self._layout(year))
        return JSONResponse(as_json(agency, counted.table, counted.positions))

    async def printed(self, request: Request, agency: str, year: Year, _: Reader) -> Response:
        """The table as the form prints it, its identities, and what was pinned."""
        state = await report_of(self.runtime.store, agency, year)
        pinned = state.last if isinstance(state, Pinned) else None
        layout = self._layout(year)
        async with self.runtime.reading(agency) as connection:
            counted = await count_table(connection, year, layout)
            again = await counted_again(connection, pinned, layout) if pinned else None
        return web_of(request).pages.render(
            request,
            "table.html",
            agency=agency,
            counted=counted,
            columns=list(layout.columns.values()),
            head_columns=HEAD_COLUMNS,
            lines=lines_of(counted.table, layout),
            words=IDENTITY_WORDS,
            pinned=pinned,
            proven=bool(pinned and again and again.sha256 == pinned.table_sha256),
            crumbs=[("监督", f"/reporting/{agency}/"), (f"{year}年年报表三", "")],
        )

    async def pin(self, request: Request, agency: str, year: Year, held: Reader) -> Response:
        """Pin the table that was shown; refused when the figures have changed since."""
        form = FormReader(await request.form())
        shown = form.text("table_sha256", "表三摘要")
        async with self.runtime.reading(agency) as connection:
            counted = await count_table(connection, year, self._layout(year))
        if shown != counted.table.sha256:
            raise Refusal("figures-changed", "您打开页面之后数字有变化，没有定稿。请核对新的数字后再定稿。")
        command = PinReport(
            origin=staff_origin(
                agency, held, role_of(held), await self.runtime.clock.now(), form.command_id()
            ),
            year=year,
            positions=counted.positions,
            table_sha256=counted.table.sha256,
        )
        await pin_report(self.runtime.store, command)
        base_path = web_of(request).settings.base_path
        return RedirectResponse(f"{base_path}/reporting/{agency}/table/{year}", status_code=303)

    def _layout(self, year: int) -> Layout:
        return layout_of(year, self.runtime.library)


def routes(runtime: Runtime) -> APIRouter:
    """The router of these pages."""
    pages = ReportPages(runtime)
    router = APIRouter(prefix="/reporting/{agency}/table", include_in_schema=False)
    router.add_api_route("/{year}.json", pages.figures, methods=["GET"])
    router.add_api_route("/{year}", pages.printed, methods=["GET"])
    router.add_api_route("/{year}/pin", pages.pin, methods=["POST"])
    return router


async def count_table(connection: AsyncConnection, year: int, layout: Layout) -> Counted:
    """Count a year's table for the agency of the connection."""
    groups = await annual.groups(connection)
    positions = await annual.positions(connection)
    return Counted(tally(year, groups, layout), dict(positions))


def role_of(held: Pass) -> str:
    """The role in which the signed-in person pins."""
    return next(role for role in PINNING_ROLES if role in held.roles)
