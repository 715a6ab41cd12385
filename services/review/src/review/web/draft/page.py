"""拟答复意见: the form, and the comparison of two drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.acts import drafting
from review.case.handlers.dependencies import Dependencies
from review.web.context import PageContext, crumbs, router_of_cases
from review.web.draft.comparison import compare
from review.web.draft.form import read_wording
from review.web.draft.view import DraftView, all_drafts
from review.web.parts.form_submission import Submissions, submission_of
from review.web.parts.opened_case import CaseReader
from review.web.parts.passes import Anyone, Drafter
from shared.command.decider import NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.wiring import web_of


def _asked_for(request: Request, drafts: Sequence[DraftView]) -> tuple[DraftView, DraftView]:
    """The two drafts that the address names. By default `new` is the last draft and `old` the one before it."""
    by_number = {str(draft.number): draft for draft in drafts}
    new = by_number.get(request.query_params.get("new", ""), drafts[-1])
    before = drafts[max(drafts.index(new) - 1, 0)]
    return by_number.get(request.query_params.get("old", ""), before), new


@dataclass(frozen=True, slots=True)
class DraftPages:
    """The routes of these pages. They contain no rules."""

    runtime: Runtime
    deps: Dependencies
    cases: CaseReader
    submissions: Submissions

    async def drafts(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """Compare two drafts: `old` and `new` in the address, by default the last two."""
        opened = await self.cases.open(agency, request_id, held)
        drafts = all_drafts(opened.entries, opened.unsealer, opened.policy_on)
        if not drafts:
            raise NotFound("draft-missing", "本件还没有答复意见。请等承办股室拟好后再查看。")
        old, new = _asked_for(request, drafts)
        return web_of(request).pages.render(
            request,
            "draft/drafts.html",
            agency=agency,
            number=opened.number,
            drafts=drafts,
            old=old,
            new=new,
            parts_compared=compare(old, new),
            crumbs=crumbs(agency, opened, "历次答复意见"),
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
    pages = DraftPages(context.runtime, context.deps, context.cases, context.submissions)
    router = router_of_cases()
    router.add_api_route("/drafts", pages.drafts, methods=["GET"])
    router.add_api_route("/propose", pages.propose, methods=["POST"])
    return router
