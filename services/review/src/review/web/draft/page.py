"""拟答复意见: the form, and the comparison of two drafts."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.acts import drafting
from review.case.handlers import Dependencies
from review.web.case.case_page import CasePage
from review.web.case.form_submission import Submissions, submission_of
from review.web.case.view import CaseView
from review.web.context import PageContext, crumbs, router_of_cases
from review.web.draft.comparison import compare
from review.web.draft.form import read_wording
from review.web.draft.view import DraftView
from review.web.parts.passes import Anyone, Drafter
from shared.command.decider import NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.wiring import web_of


def _asked_for(request: Request, view: CaseView) -> tuple[DraftView, DraftView]:
    """The two drafts that the address names. By default `new` is the last draft and `old` the one before it."""
    by_number = {str(draft.number): draft for draft in view.drafts}
    new = by_number.get(request.query_params.get("new", ""), view.drafts[-1])
    before = view.drafts[max(view.drafts.index(new) - 1, 0)]
    return by_number.get(request.query_params.get("old", ""), before), new


@dataclass(frozen=True, slots=True)
class DraftPages:
    """The routes of these pages. They contain no rules."""

    runtime: Runtime
    deps: Dependencies
    page: CasePage
    submissions: Submissions

    async def drafts(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """Compare two drafts: `old` and `new` in the address, by default the last two."""
        _, view = await self.page.view(agency, request_id, held)
        if not view.drafts:
            raise NotFound("draft-missing", "本件还没有答复意见。请等承办股室拟好后再查看。")
        old, new = _asked_for(request, view)
        return web_of(request).pages.render(
            request,
            "draft/drafts.html",
            agency=agency,
            view=view,
            old=old,
            new=new,
            parts_compared=compare(old, new),
            crumbs=crumbs(agency, view, "历次答复意见"),
        )

    async def propose(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """拟答复意见: propose a draft."""
        submission = await submission_of(request, agency, request_id, held, "draft")
        policy = self.deps.policy_of(agency, legal_day(await self.runtime.clock.now()))
        wording = read_wording(submission.form, policy)
        return await self.submissions.act(
            submission,
            lambda origin, heads: drafting.propose_outcome(
                self.deps, origin, request_id, wording, heads=heads
            ),
        )


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = DraftPages(context.runtime, context.deps, context.page, context.submissions)
    router = router_of_cases()
    router.add_api_route("/drafts", pages.drafts, methods=["GET"])
    router.add_api_route("/propose", pages.propose, methods=["POST"])
    return router
