"""The staff pages of review, gathered: what is shown, the main line's forms, and those beside it."""

from fastapi import APIRouter

from review.handlers import Office
from review.web.main_pages import MainPages
from review.web.reading import CasePage
from review.web.shown_pages import ShownPages
from review.web.side_pages import SidePages
from review.web.visits import Acting
from shared.service.runtime import Runtime


def routes(runtime: Runtime, office: Office) -> APIRouter:
    """All pages of review."""
    page = CasePage(runtime, office)
    acting = Acting(runtime, page)
    router = APIRouter(prefix="/review/{agency}", include_in_schema=False)
    _add_shown(router, ShownPages(runtime, office, page))
    _add_forms(router, MainPages(runtime, office, acting), SidePages(runtime, office, acting))
    return router


def _add_shown(router: APIRouter, shown: ShownPages) -> None:
    router.add_api_route("/desk", shown.desk, methods=["GET"])
    router.add_api_route("/cases/{request_id}", shown.case, methods=["GET"])
    router.add_api_route("/cases/{request_id}/drafts", shown.drafts, methods=["GET"])
    router.add_api_route("/cases/{request_id}/sheet", shown.sheet, methods=["GET"])


def _add_forms(router: APIRouter, main: MainPages, sides: SidePages) -> None:
    for path, act in (
        ("assign", main.assign),
        ("review", main.review),
        ("propose", main.propose),
        ("sign", main.sign),
        ("return", main.send_back),
        ("issue", main.issue),
        ("extend", sides.extend),
        ("approve-extension", sides.approve),
        ("refuse-extension", sides.refuse),
        ("consult", sides.consult),
        ("answer", sides.answer),
    ):
        router.add_api_route(f"/cases/{{request_id}}/{path}", act, methods=["POST"])
