"""The case page, and the forms of 分办, 审签, 退回 and 签发."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.acts import drafting, signing
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.returning import return_draft
from review.web.context import PageContext, router_of_cases
from review.web.parts.form_submission import ShowsCase, Submissions, draft_number, signer_of, submission_of
from review.web.parts.passes import Anyone, Registrar
from shared.staff.directory import sections_of
from shared.time.clock import legal_day


@dataclass(frozen=True, slots=True)
class CasePages:
    """The routes of these pages. They contain no rules."""

    deps: Dependencies
    page: ShowsCase
    submissions: Submissions

    async def case(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """The case page: the request, the sheet, the draft, and the next action."""
        return await self.page.show(request, agency, request_id, held)

    async def assign(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """分办: assign the case to a section."""
        submission = await submission_of(request, agency, request_id, held, "register")
        section = submission.form.text("section", "承办股室", max_length=40)
        today = legal_day(await self.submissions.runtime.clock.now())
        async with self.submissions.runtime.reading(agency) as connection:
            offered = (await sections_of(connection, agency)).open_on(today)
        return await self.submissions.act(
            submission,
            lambda origin, _: drafting.assign_section(
                self.deps, origin, request_id, section, offered=offered
            ),
        )

    async def sign(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审签, or 签发 by the last step, in the role that the form names and the pass holds."""
        submission = await signer_of(request, agency, request_id, held)
        draft = draft_number(submission.form)
        return await self.submissions.act(
            submission,
            lambda origin, heads: signing.sign_draft(self.deps, origin, request_id, draft, heads=heads),
        )

    async def send_back(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """退回 the draft, in the role that the form names and the pass holds."""
        submission = await signer_of(request, agency, request_id, held)
        draft = draft_number(submission.form)
        reason = submission.form.multiline("return_reason", "退回理由", max_length=1000)
        return await self.submissions.act(
            submission,
            lambda origin, heads: return_draft(self.deps, origin, request_id, draft, reason, heads=heads),
        )

    async def issue(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """签发 a draft that a shortened chain has signed."""
        submission = await submission_of(request, agency, request_id, held, "register")
        draft = draft_number(submission.form)
        return await self.submissions.act(
            submission, lambda origin, _: signing.issue_reply(self.deps, origin, request_id, draft)
        )


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = CasePages(context.deps, context.page, context.submissions)
    router = router_of_cases()
    router.add_api_route("", pages.case, methods=["GET"])
    router.add_api_route("/assign", pages.assign, methods=["POST"])
    router.add_api_route("/sign", pages.sign, methods=["POST"])
    router.add_api_route("/return", pages.send_back, methods=["POST"])
    router.add_api_route("/issue", pages.issue, methods=["POST"])
    return router
