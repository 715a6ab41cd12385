"""Pages of the annual table: table three as page, workbook and JSON, its recount, and its pinning."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from reporting.recount import CountedTable, count_table, recount_table
from reporting.report.commands import PinReport
from reporting.report.handlers import pin_report, report_of
from reporting.report.state import Pinned, Report
from reporting.table.from_policy import FIRST_YEAR, LAST_YEAR, layout_of
from reporting.table.table_layout import (
    APPLICANTS,
    CAPTION,
    CORNER,
    HEAD_COLUMNS,
    IDENTITY_WORDS,
    ORGANISATIONS,
    as_json,
    lines_of,
)
from reporting.table.tally import Layout
from reporting.table.workbook import workbook
from reporting.web.parts.freshness import freshness_of
from reporting.wording import SERVICE_NAMES
from shared.command.decider import NotFound, Refusal
from shared.events.reporting.report import ReportPinned
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.guards import acting_role, staff
from shared.web.access.origins import staff_origin
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of

Reader = Annotated[Pass, Depends(staff("oversee"))]
Signer = Annotated[Pass, Depends(staff("pin-report"))]
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM = {"caption": CAPTION, "corner": CORNER, "applicants": APPLICANTS, "organisations": ORGANISATIONS}


@dataclass(frozen=True, slots=True)
class ReportPages:
    """The pages' routes over a runtime. They decide nothing."""

    runtime: Runtime

    async def figures(self, agency: str, year: Year, _: Reader) -> Response:
        """Return the table as JSON: 25 rows of seven figures, the identities, and the counted positions."""
        found = await self._counted_table(agency, year)
        return JSONResponse(as_json(agency, found.table, found.positions))

    async def file(self, request: Request, agency: str, year: Year, _: Reader) -> Response:
        """Return the table as a workbook."""
        found = await self._counted_table(agency, year)
        name = web_of(request).pages.sites[agency].name
        made = workbook(name, found.table, self._layout(year), found.positions)
        headers = {"Content-Disposition": f'attachment; filename="{agency}-{year}-table-3.xlsx"'}
        return Response(made, media_type=XLSX, headers=headers)

    async def table(self, request: Request, agency: str, year: Year, _: Reader) -> Response:
        """Show the table in its official layout, its identities, and the pin."""
        pinned = _pinned(await report_of(self.runtime.store, agency, year))
        fresh = await freshness_of(self.runtime, agency)
        found, layout = await self._counted_table(agency, year), self._layout(year)
        return web_of(request).pages.render(
            request,
            "report/table.html",
            agency=agency,
            counted=found,
            form=FORM,
            columns=list(layout.columns.values()),
            head_columns=HEAD_COLUMNS,
            lines=lines_of(found.table, layout),
            words=IDENTITY_WORDS,
            pinned=pinned,
            services=SERVICE_NAMES,
            unfinished=legal_day(await self.runtime.clock.now()).year <= year,
            crumbs=[("监督", f"/reporting/{agency}/"), (f"{year}年年报表三", "")],
            **fresh,
        )

    async def proof(self, request: Request, agency: str, year: Year, _: Reader) -> Response:
        """Count the pinned table again from the ledger. The time grows with the ledger, so it has a page of its own."""
        pinned = _pinned(await report_of(self.runtime.store, agency, year))
        if pinned is None:
            raise NotFound("not-pinned", f"{year}年的表三还没有定稿，没有可以重算的数字。")
        async with self.runtime.reading(agency) as connection:
            again = await recount_table(connection, agency, pinned, self._layout(year))
        return web_of(request).pages.render(
            request,
            "report/proof.html",
            agency=agency,
            year=year,
            pinned=pinned,
            again=again,
            crumbs=[
                ("监督", f"/reporting/{agency}/"),
                (f"{year}年年报表三", f"/reporting/{agency}/table/{year}"),
                ("重算", ""),
            ],
        )

    async def pin(self, request: Request, agency: str, year: Year, held: Signer) -> Response:
        """Pin the shown table. The head only; refused if the figures have changed since the page was shown."""
        form = FormReader(await request.form())
        shown, found = form.text("table_sha256", "表三摘要"), await self._counted_table(agency, year)
        if shown != found.table.sha256:
            raise Refusal("figures-changed", "您打开页面之后数字有变化，没有定稿。请核对新的数字后再定稿。")
        at = await self.runtime.clock.now()
        role = acting_role(request, held, "pin-report")
        roles = self.runtime.policy(agency, legal_day(at)).roles
        command = PinReport(
            origin=staff_origin(agency, held, role, at, form.content_id(request.url.path)),
            able=roles.able((role,)),
            year=year,
            positions=found.positions,
            table_sha256=found.table.sha256,
        )
        await pin_report(self.runtime.store, command)
        base_path = web_of(request).settings.base_path
        return RedirectResponse(f"{base_path}/reporting/{agency}/table/{year}", status_code=303)

    async def _counted_table(self, agency: str, year: int) -> CountedTable:
        async with self.runtime.reading(agency) as connection:
            return await count_table(connection, agency, year, self._layout(year))

    def _layout(self, year: int) -> Layout:
        return layout_of(year, self.runtime.library)


def _pinned(report: Report) -> ReportPinned | None:
    return report.last if isinstance(report, Pinned) else None


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of these pages."""
    pages = ReportPages(runtime)
    router = APIRouter(prefix="/reporting/{agency}/table")
    router.add_api_route("/{year}.json", pages.figures, methods=["GET"])
    router.add_api_route("/{year}.xlsx", pages.file, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{year}", pages.table, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{year}/proof", pages.proof, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{year}/pin", pages.pin, methods=["POST"], include_in_schema=False)
    return router
