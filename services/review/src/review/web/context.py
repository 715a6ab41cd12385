"""What the pages of review stand on."""

from dataclasses import dataclass

from fastapi import APIRouter

from review.case.handlers.dependencies import Dependencies
from review.web.parts.form_submission import ShowsCase, Submissions
from review.web.parts.opened_case import CaseReader, OpenedCase
from shared.service.runtime import Runtime


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page of review is given: the runtime, what commands work with, and the cases with their page and forms."""

    runtime: Runtime
    deps: Dependencies
    cases: CaseReader
    page: ShowsCase
    submissions: Submissions

    @classmethod
    def of(cls, cases: CaseReader, page: ShowsCase) -> "PageContext":
        """Over what opens cases and the page that shows them."""
        runtime, deps = cases.runtime, cases.deps
        return cls(runtime, deps, cases, page, Submissions(runtime, deps, page))


def router_of_cases() -> APIRouter:
    """Addresses below one case."""
    return APIRouter(prefix="/review/{agency}/cases/{request_id}", include_in_schema=False)


def crumbs(agency: str, opened: OpenedCase, here: str) -> tuple[tuple[str, str], ...]:
    """The way back from a page below a case, and the name of the page."""
    case = f"/review/{agency}/cases/{opened.matter.request_id}"
    return (("我的待办", f"/review/{agency}/desk"), (opened.number, case), (here, ""))
