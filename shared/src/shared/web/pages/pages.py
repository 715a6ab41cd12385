"""Pages: templates to HTML. What every page shows round its content is gathered here, once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.policy import Capability
from shared.web.access.form_token import FormToken
from shared.web.access.staff_pass import Pass
from shared.web.pages.display import COOKIE as DISPLAY_COOKIE
from shared.web.pages.display import Display
from shared.web.pages.filters import FILTERS
from shared.web.pages.paths import here
from shared.web.pages.site import NEUTRAL, Site, site_of
from shared.web.pages.static_files import content_version
from shared.web.settings import WebSettings


def environment(*templates: BaseLoader) -> Environment:
    """Templates of `shared` under `shared/…`, and a service's own by plain name; an undefined name is a fault."""
    built = Environment(
        loader=ChoiceLoader([PrefixLoader({"shared": PackageLoader("shared", "web/templates")}), *templates]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    built.filters.update(FILTERS)
    return built


def own_templates(service: str) -> BaseLoader:
    """The templates of a service: beside the pages in `web/`, by folder and name."""
    return FileSystemLoader(Path(str(files(service))) / "web")


def agency_of(request: Request) -> str:
    """The agency in the route's path, or "" where the route names none."""
    return str(request.path_params.get("agency", ""))


def no_exercise() -> datetime | None:
    """Production: pages show no exercise banner."""
    return None


class Pages:
    """Renders one service's pages.

    `templates` are a service's own: `own_templates(service)`. `sites` are the
    agencies by id; `exercise` tells the exercise's instant, or None in production.
    """

    def __init__(
        self,
        *templates: BaseLoader,
        sites: Mapping[str, Site],
        settings: WebSettings,
        exercise: Callable[[], datetime | None] = no_exercise,
    ) -> None:
        self.sites = sites
        self._settings = settings
        self._exercise = exercise
        self._environment = environment(*templates)
        self._environment.globals["static"] = self._static

    def able(self, request: Request, held: Pass | None) -> frozenset[Capability]:
        """All that `held` may do at the agency of the path; where it names none, at any agency of the pass."""
        if held is None:
            return frozenset()
        agency = agency_of(request)
        asked = (agency,) if agency else held.agencies
        sites = (self.sites.get(each, NEUTRAL) for each in asked)
        return frozenset(capability for site in sites for capability in site.roles.able(held.roles))

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: object,
    ) -> HTMLResponse:
        """The page; `context` may override any part of the frame (site, crumbs, errors, command_id…)."""
        token = FormToken(request)
        shown = self._frame(request) | {"csrf": token} | context
        shown.setdefault("errors", getattr(shown.get("form"), "errors", ()))
        response = HTMLResponse(self._environment.get_template(template).render(shown), status, headers)
        token.keep(response, self._settings)
        return response

    def _frame(self, request: Request) -> dict[str, object]:
        path = request.url.path.removeprefix(self._settings.base_path)
        held = getattr(request.state, "staff", None)
        return {
            "base_path": self._settings.base_path,
            "path": path,
            "here": here(path, request.url.query),
            "site": site_of(self.sites, path),
            "staff": held,
            "able": self.able(request, held),
            "display": Display.of(request.cookies.get(DISPLAY_COOKIE, "")),
            "exercise": self._exercise(),
            "crumbs": (),
            "command_id": uuid4(),
        }

    def _static(self, name: str) -> str:
        return f"{self._settings.base_path}/static/{name}?v={content_version(name)}"
