"""One case, and the forms of 分办, 审签, 退回 and 签发."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.acts import drafting, signing
from review.case import handlers
from review.case.handlers import Office
from review.web.case.case_page import CasePage
from review.web.case.form_submission import Acting, draft_number, signer_of, submission_of
from review.web.context import PageContext, router_of_cases
from review.web.parts.passes import Anyone, Registrar


@dataclass(frozen=True, slots=True)
class CasePages:
    """The case, and the forms of 分办, 审签, 退回 and 签发; no rule stands here."""

    office: Office
    page: CasePage
    acting: Acting

    async def case(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """One case: what was asked, the sheet, the draft, what to do now."""
        return await self.page.show(request, agency, request_id, held)

    async def assign(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """分办."""
        submission = await submission_of(request, agency, request_id, held, "register")
        section = submission.form.text("section", "承办股室", max_length=40)
        return await self.acting.act(
            submission, lambda origin: drafting.assign_section(self.office, origin, request_id, section)
        )

    async def sign(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审签, or 签发 by the last step: in the role that the form names and the pass holds."""
        submission = await signer_of(request, agency, request_id, held)
        draft = draft_number(submission.form)
        return await self.acting.act(
            submission,
            lambda origin: signing.sign_draft(self.office, origin, request_id, draft, heads=held.section),
        )

    async def send_back(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """退回, in the role that the form names and the pass holds."""
        submission = await signer_of(request, agency, request_id, held)
        draft = draft_number(submission.form)
        reason = submission.form.multiline("return_reason", "退回理由", max_length=1000)
        return await self.acting.act(
            submission,
            lambda origin: handlers.return_draft(
                self.office, origin, request_id, draft, reason, heads=held.section
            ),
        )

    async def issue(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """签发 of what a shortened chain has signed."""
        submission = await submission_of(request, agency, request_id, held, "register")
        draft = draft_number(submission.form)
        return await self.acting.act(
            submission, lambda origin: signing.issue_reply(self.office, origin, request_id, draft)
        )


def routes(context: PageContext) -> APIRouter:
    """Give these pages their addresses."""
    pages = CasePages(context.office, context.page, context.acting)
    router = router_of_cases()
    router.add_api_route("", pages.case, methods=["GET"])
    router.add_api_route("/assign", pages.assign, methods=["POST"])
    router.add_api_route("/sign", pages.sign, methods=["POST"])
    router.add_api_route("/return", pages.send_back, methods=["POST"])
    router.add_api_route("/issue", pages.issue, methods=["POST"])
    return router
