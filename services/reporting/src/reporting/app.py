"""The composition root of reporting: its projections and pages. It has no reactions."""

from reporting.projections import PROJECTIONS
from reporting.web.dashboard import page as dashboard
from reporting.web.register import page as register
from reporting.web.report import page as report
from reporting.web.trail import page as trail
from shared.service.runtime import Runtime
from shared.service.service import ServiceParts
from shared.web.pages.own_style import own_style


def compose(runtime: Runtime) -> ServiceParts:
    """Build reporting over a runtime."""
    pages = (dashboard, register, trail, report)
    return ServiceParts(
        projections=PROJECTIONS,
        routers=(own_style("reporting"), *(each.routes(runtime) for each in pages)),
        shows_figures=True,
    )
