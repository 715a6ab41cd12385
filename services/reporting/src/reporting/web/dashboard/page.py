"""The live page of an agency and of all agencies of a supervisor, their figures for programs, and the streams behind them."""

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
from reporting.web.dashboard.live import Drawing, Seen, Streams, Watch
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
    """The routes, over a runtime; no rule stands here."""

    runtime: Runtime
    streams: Streams

    async def overview(self, request: Request, agency: str, _: Reader) -> Response:
        """The live figures of an agency, its tables, and how much the ledger holds."""
        shown = await self._shown(request, agency)
        async with self.runtime.reading(agency) as connection:
            years = await annual_queries.years(connection, agency)
            held = await ledger.lengths(connection, agency)
        names = {wording.SERVICE_NAMES[service]: number for service, number in sorted(held.items())}
        shown |= {"years": years or (shown["figures"].year,), "held": names}
        return web_of(request).pages.render(request, "dashboard/overview.html", **shown)

    async def live(self, request: Request, agency: str, held: Reader) -> Response:
        """The figures of an agency whenever they moved."""

        async def drawn() -> str:
            return _drawing(request, "dashboard/figures.html", await self._shown(request, agency))

        return self._stream(held, (agency,), drawn)

    async def figures(self, agency: str, _: Reader) -> Response:
        """The live figures of an agency for programs."""
        year = await self._year()
        async with self.runtime.reading(agency) as connection:
            found = await figures_of(connection, agency, year, layout_of(year, self.runtime.library))
        return JSONResponse({"agency": agency, **asdict(found)})

    async def everywhere(self, request: Request, held: Reader) -> Response:
        """The first figures of every agency that the reader supervises, side by side; of a head their own."""
        shown = await self._everywhere(request, held)
        if len(shown["lines"]) == 1:
            shown["site"] = web_of(request).pages.sites[shown["lines"][0][0]]
        return web_of(request).pages.render(
            request, "dashboard/everywhere.html", crumbs=[("监督", "")], **shown
        )

    async def live_everywhere(self, request: Request, held: Reader) -> Response:
        """The first figures of all agencies whenever those of one moved."""

        async def drawn() -> str:
            return _drawing(request, "dashboard/agencies.html", await self._everywhere(request, held))

        return self._stream(held, tuple(_agencies(request, held)), drawn)

    def _stream(self, held: Pass, agencies: Sequence[str], drawn: Drawing) -> Response:
        self.streams.admit(held.account)
        spoken = self.streams.speak(held.account, agencies, drawn, held.expires_at)
        return EventSourceResponse(spoken, headers={"X-Accel-Buffering": "no"})

    async def _shown(self, request: Request, agency: str) -> dict[str, Any]:
        now = await self.runtime.clock.now()
        year = legal_day(now).year
        layout = layout_of(year, self.runtime.library)
        async with self.runtime.reading(agency) as connection:
            found = await figures_of(connection, agency, year, layout)
        return {
            "base_path": web_of(request).settings.base_path,
            "agency": agency,
            "figures": found,
            "charts": charts_of(found, layout),
            "width": WIDTH,
            "at": now,
        }

    async def _everywhere(self, request: Request, held: Pass) -> dict[str, Any]:
        now = await self.runtime.clock.now()
        year = legal_day(now).year
        lines: list[tuple[str, str, Headline]] = []
        for agency, name in _agencies(request, held).items():
            async with self.runtime.reading(agency) as connection:
                lines.append((agency, name, await headline_of(connection, agency, year)))
        sums = {
            name: sum(getattr(each, name) for *_, each in lines) for name in Headline.__dataclass_fields__
        }
        web = web_of(request)
        supervises = "supervise" in web.pages.able(request, held)
        frame = {"base_path": web.settings.base_path, "year": year, "at": now, "supervises": supervises}
        return {**frame, "lines": lines, "sums": sums}

    async def _year(self) -> int:
        return legal_day(await self.runtime.clock.now()).year


def routes(runtime: Runtime) -> APIRouter:
    """The router of these pages."""

    async def look(agency: str) -> Seen:
        async with runtime.reading(agency) as connection:
            return await dashboard.seen(connection, agency)

    pages = DashboardPages(runtime, Streams(lambda: runtime.stopping, Watch(look)))
    router = APIRouter(prefix="/reporting")
    router.add_api_route("/", pages.everywhere, methods=["GET"], include_in_schema=False)
    router.add_api_route("/live", pages.live_everywhere, methods=["GET"], include_in_schema=False)
    router.add_api_route("/assets/reporting.js", script, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{agency}/", pages.overview, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{agency}/live", pages.live, methods=["GET"], include_in_schema=False)
    router.add_api_route("/{agency}/figures.json", pages.figures, methods=["GET"])
    return router


async def script(_: Annotated[None, Depends(public)]) -> FileResponse:
    """The script of the live figures; anybody may have it."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"Cache-Control": BRIEFLY})


def _agencies(request: Request, held: Pass) -> Mapping[str, str]:
    """The agencies of a pass that are served here, by id, with their names."""
    sites = web_of(request).pages.sites
    return {agency: sites[agency].name for agency in held.agencies if agency in sites}


def _drawing(request: Request, template: str, shown: Mapping[str, Any]) -> str:
    """A part of a page, without its frame."""
    return bytes(web_of(request).pages.render(request, template, **shown).body).decode()
