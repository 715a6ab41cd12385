"""The dependencies of review's pages, and the addresses below a case."""

from dataclasses import dataclass

from fastapi import APIRouter

from review.case.handlers import Dependencies
from review.web.case.case_page import CasePage
from review.web.case.form_submission import Submissions
from review.web.case.view import CaseView
from shared.service.runtime import Runtime


@dataclass(frozen=True, slots=True)
class PageContext:
    """The dependencies of a page: runtime, handlers' dependencies, case page, and the receiver of its forms."""

    runtime: Runtime
    deps: Dependencies
    page: CasePage
    submissions: Submissions

    @classmethod
    def of(cls, runtime: Runtime, deps: Dependencies) -> "PageContext":
        """Build the context from the runtime."""
        page = CasePage(runtime, deps)
        return cls(runtime, deps, page, Submissions(runtime, page))


def router_of_cases() -> APIRouter:
    """A router for the addresses below one case."""
    return APIRouter(prefix="/review/{agency}/cases/{request_id}", include_in_schema=False)


def crumbs(agency: str, view: CaseView, here: str) -> tuple[tuple[str, str], ...]:
    """The breadcrumbs of a page below a case: desk, case, this page."""
    case = f"/review/{agency}/cases/{view.request_id}"
    return (("我的待办", f"/review/{agency}/desk"), (view.number, case), (here, ""))
