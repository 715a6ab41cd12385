"""What the pages of review stand on."""

from dataclasses import dataclass

from fastapi import APIRouter

from review.case.handlers.dependencies import Dependencies
from review.web.case.case_page import CasePage
from review.web.case.form_submission import Submissions
from review.web.case.view import CaseView
from shared.service.runtime import Runtime


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page of review is given: the runtime, what commands work with, and the case page with its forms."""

    runtime: Runtime
    deps: Dependencies
    page: CasePage
    submissions: Submissions

    @classmethod
    def of(cls, runtime: Runtime, deps: Dependencies) -> "PageContext":
        """Over a runtime."""
        page = CasePage(runtime, deps)
        return cls(runtime, deps, page, Submissions(runtime, page))


def router_of_cases() -> APIRouter:
    """Addresses below one case."""
    return APIRouter(prefix="/review/{agency}/cases/{request_id}", include_in_schema=False)


def crumbs(agency: str, view: CaseView, here: str) -> tuple[tuple[str, str], ...]:
    """The way back from a page below a case, and the name of the page."""
    case = f"/review/{agency}/cases/{view.request_id}"
    return (("我的待办", f"/review/{agency}/desk"), (view.number, case), (here, ""))
