"""The dependencies of review's pages, and the addresses below a case."""

from dataclasses import dataclass

from fastapi import APIRouter

from review.case.handlers.dependencies import Dependencies
from review.web.parts.form_submission import ShowsCase, Submissions
from review.web.parts.opened_case import CaseReader, OpenedCase
from shared.service.runtime import Runtime


@dataclass(frozen=True, slots=True)
class PageContext:
    """The dependencies of a page: runtime, handlers' dependencies, case page, and the receiver of its forms."""

    runtime: Runtime
    deps: Dependencies
    cases: CaseReader
    page: ShowsCase
    submissions: Submissions

    @classmethod
    def of(cls, cases: CaseReader, page: ShowsCase) -> "PageContext":
        """Build the context from the runtime."""
        runtime, deps = cases.runtime, cases.deps
        return cls(runtime, deps, cases, page, Submissions(runtime, deps, page))


def router_of_cases() -> APIRouter:
    """A router for the addresses below one case."""
    return APIRouter(prefix="/review/{agency}/cases/{request_id}", include_in_schema=False)


def crumbs(agency: str, opened: OpenedCase, here: str) -> tuple[tuple[str, str], ...]:
    """The breadcrumbs of a page below a case: desk, case, this page."""
    case = f"/review/{agency}/cases/{opened.matter.request_id}"
    return (("我的待办", f"/review/{agency}/desk"), (opened.number, case), (here, ""))
