"""The composition root of reporting: its books and its pages. It reacts to nothing: it watches."""

from reporting.projections import BOOKS
from reporting.web import assets, report, supervisor
from shared.runtime import Runtime
from shared.service import Rooms


def rooms(runtime: Runtime) -> Rooms:
    """What the service is made of."""
    return Rooms(books=BOOKS, routers=(assets.router, supervisor.routes(runtime), report.routes(runtime)))
