"""保密审查单: the form, and the printable sheet."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.acts import reviewing
from review.case.handlers import Dependencies
from review.web.case.case_page import CasePage
from review.web.case.form_submission import Submissions, submission_of
from review.web.context import PageContext, crumbs, router_of_cases
from review.web.parts.passes import Anyone, Drafter
from review.web.sheet.form import ATTRIBUTE_NAMES, questions_of, read_answers
from shared.command.decider import NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.wiring import web_of


@dataclass(frozen=True, slots=True)
class SheetPages:
    """The routes of these pages. They contain no rules."""

    runtime: Runtime
    deps: Dependencies
    page: CasePage
    submissions: Submissions

    async def sheet(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审查单 for printing."""
        read, view = await self.page.view(agency, request_id, held)
        if view.sheet is None:
            reason = "本件还没有填写保密审查单。请等承办股室填写后再查看。"
            raise NotFound("confidentiality-review-missing", reason, "条例第十七条")
        return web_of(request).pages.render(
            request,
            "sheet/sheet.html",
            agency=agency,
            view=view,
            title=read.policy["label.review_sheet"].value,
            agency_name=read.policy["agency.name"].value,
            copies=read.policy["confidentiality.sheet_copies"],
            attribute=ATTRIBUTE_NAMES[view.sheet.attribute],
            crumbs=crumbs(agency, view, "保密审查单"),
        )

    async def review(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """保密审查: fill in the sheet."""
        submission = await submission_of(request, agency, request_id, held, "draft")
        policy = self.deps.policy_of(agency, legal_day(await self.runtime.clock.now()))
        answers = read_answers(submission.form, questions_of(policy))
        return await self.submissions.act(
            submission,
            lambda origin, heads: reviewing.complete_review(
                self.deps, origin, request_id, answers, heads=heads
            ),
        )


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = SheetPages(context.runtime, context.deps, context.page, context.submissions)
    router = router_of_cases()
    router.add_api_route("/sheet", pages.sheet, methods=["GET"])
    router.add_api_route("/review", pages.review, methods=["POST"])
    return router
