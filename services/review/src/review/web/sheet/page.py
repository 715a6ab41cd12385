"""保密审查单: the form, and the printable sheet."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.acts import reviewing
from review.case.handlers.dependencies import Dependencies
from review.web.context import PageContext, crumbs, router_of_cases
from review.web.parts.chain_view import signatures
from review.web.parts.form_submission import Submissions, submission_of
from review.web.parts.opened_case import CaseReader
from review.web.parts.passes import Anyone, Drafter
from review.web.sheet.form import ATTRIBUTE_NAMES, questions_of, read_answers
from review.web.sheet.view import sheet_view
from shared.command.decider import NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.wiring import web_of


@dataclass(frozen=True, slots=True)
class SheetPages:
    """The routes of these pages. They contain no rules."""

    runtime: Runtime
    deps: Dependencies
    cases: CaseReader
    submissions: Submissions

    async def sheet(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审查单 for printing."""
        opened = await self.cases.open(agency, request_id, held)
        policy, sheet = opened.policy, sheet_view(opened.sheet, opened.unsealer, opened.policy_on)
        if sheet is None:
            reason = "本件还没有填写保密审查单。请等承办股室填写后再查看。"
            raise NotFound("confidentiality-review-missing", reason, "条例第十七条")
        return web_of(request).pages.render(
            request,
            "sheet/sheet.html",
            agency=agency,
            number=opened.number,
            section=opened.section_on(sheet.reviewed_on),
            received_on=opened.matter.received_on,
            asked=opened.asked,
            sheet=sheet,
            signatures=signatures(
                policy["signoff.chain"].value, opened.case, opened.entries, opened.staff.names
            ),
            title=policy["label.review_sheet"].value,
            agency_name=policy["agency.name"].value,
            copies=policy["confidentiality.sheet_copies"],
            attribute=ATTRIBUTE_NAMES[sheet.attribute],
            crumbs=crumbs(agency, opened, "保密审查单"),
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
    pages = SheetPages(context.runtime, context.deps, context.cases, context.submissions)
    router = router_of_cases()
    router.add_api_route("/sheet", pages.sheet, methods=["GET"])
    router.add_api_route("/review", pages.review, methods=["POST"])
    return router
