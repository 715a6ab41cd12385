"""The live pages of one agency and of all agencies of a supervisor, their figures as JSON, and their streams."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse
from starlette.responses import FileResponse, JSONResponse, Response

from reporting import wording
from reporting.figures import Headline, figures_of, headline_of
from reporting.projections import annual_queries, dashboard, ledger
from reporting.table.from_policy import layout_of
from reporting.web.dashboard.charts import WIDTH, charts_of
from reporting.web.dashboard.live import Poller, Positions, Render, Streams
from reporting.web.parts.freshness import freshness_of
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.guards import public, staff
from shared.web.access.staff_pass import Pass
from shared.web.pages.static_files import BRIEFLY
from shared.web.wiring import web_of

Reader = Annotated[Pass, Depends(staff("oversee"))]
SCRIPT = Path(str(files("reporting"))) / "web" / "reporting.js"


@dataclass(frozen=True, slots=True)
class DashboardPages:
    """The pages' routes over a runtime. They decide nothing."""

    runtime: Runtime
    streams: Streams

    async def overview(self, request: Request, agency: str, _: Reader) -> Response:
        """Show the agency's live figures, links to its tables, and the length of its ledger."""
        view = await self._view(request, agency)
        async with self.runtime.reading(agency) as connection:
            years = await annual_queries.years(connection, agency)
            held = await ledger.lengths(connection, agency)
        names = {wording.SERVICE_NAMES[service]: number for service, number in sorted(held.items())}
        view |= {"years": years or (view["figures"].year,), "held": names}
        return web_of(request).pages.render(request, "dashboard/overview.html", **view)

    async def live(self, request: Request, agency: str, held: Reader) -> Response:
        """Stream the agency's figures whenever they change."""

        async def render() -> str:
            return _render_part(request, "dashboard/figures.html", await self._view(request, agency))

        return self._stream(request, held, (agency,), render)

    async def figures(self, agency: str, _: Reader) -> Response:
        """Return the agency's live figures as JSON."""
        year = await self._year()
        async with self.runtime.reading(agency) as connection:
            found = await figures_of(connection, agency, year, layout_of(year, self.runtime.library))
        return JSONResponse({"agency": agency, **asdict(found)})

    async def everywhere(self, request: Request, held: Reader) -> Response:
        """Show the headline figures of all agencies that the reader supervises; a head sees only their own agency."""
        view = await self._agencies_view(request, held)
        if len(view["lines"]) == 1:
            view["site"] = web_of(request).pages.sites[view["lines"][0][0]]
        return web_of(request).pages.render(
            request, "dashboard/everywhere.html", crumbs=[("监督", "")], **view
        )

    async def live_everywhere(self, request: Request, held: Reader) -> Response:
        """Stream the headline figures of all agencies whenever those of one change."""

        async def render() -> str:
            return _render_part(request, "dashboard/agencies.html", await self._agencies_view(request, held))

        return self._stream(request, held, tuple(_agencies(request, held)), render)

    def _stream(self, request: Request, held: Pass, agencies: Sequence[str], render: Render) -> Response:
        self.streams.admit(held.account)
        web = web_of(request)
        events = self.streams.stream(
            held.account, agencies, render, lambda: web.verifier.is_valid(held, web.real_now())
        )
        return EventSourceResponse(events, headers={"X-Accel-Buffering": "no"})

    async def _view(self, request: Request, agency: str) -> dict[str, Any]:
        year = await self._year()
        layout = layout_of(year, self.runtime.library)
        fresh = await freshness_of(self.runtime, agency)
        async with self.runtime.reading(agency) as connection:
            found = await figures_of(connection, agency, year, layout)
        return {
            "base_path": web_of(request).settings.base_path,
            "agency": agency,
            **fresh,
            "figures": found,
            "charts": charts_of(found, layout),
            "width": WIDTH,
        }

    async def _agencies_view(self, request: Request, held: Pass) -> dict[str, Any]:
        year = await self._year()
        fresh = await freshness_of(self.runtime, *_agencies(request, held))
        lines: list[tuple[str, str, Headline]] = []
        for agency, name in _agencies(request, held).items():
            async with self.runtime.reading(agency) as connection:
                lines.append((agency, name, await headline_of(connection, agency, year)))
        sums = {
            name: sum(getattr(each, name) for *_, each in lines) for name in Headline.__dataclass_fields__
        }
        web = web_of(request)
        supervises = "supervise" in web.pages.able(request, held)
        frame = {"base_path": web.settings.base_path, "year": year, "supervises": supervises, **fresh}
        return {**frame, "lines": lines, "sums": sums}

    async def _year(self) -> int:
        return legal_day(await self.runtime.clock.now()).year


def routes(runtime: Runtime) -> APIRouter:
    """Return the router of these pages."""

    async def poll(agency: str) -> Positions:
        async with runtime.reading(agency) as connection:
            return await dashboard.positions(connection, agency)

    pages = DashboardPages(runtime, Streams(lambda: runtime.stopping, Poller(poll)))
    router = APIRouter(prefix="/reporting")
    router.add_api_route("/", pages.everywhere, methods=["GET"], include_in_schema=False)
    router.add_api_route("/live", pages.live_everywhere, methods=["GET"], include_in_schema=False)
    router.add_api_route("/assets/reporting.js", script, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{agency}/", pages.overview, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{agency}/live", pages.live, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{agency}/figures.json", pages.figures, methods=["GET"])
    return router


async def script(_: Annotated[None, Depends(public)]) -> FileResponse:
    """Return the script of the live figures. Everybody may load it."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"Cache-Control": BRIEFLY})


def _agencies(request: Request, held: Pass) -> Mapping[str, str]:
    """Return the agencies of the pass that this process serves: id → name."""
    sites = web_of(request).pages.sites
    return {agency: sites[agency].name for agency in held.agencies if agency in sites}


def _render_part(request: Request, template: str, view: Mapping[str, Any]) -> str:
    """Render a part of a page, without its frame."""
    return bytes(web_of(request).pages.render(request, template, **view).body).decode()
