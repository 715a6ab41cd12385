"""One request for staff to read: its page, its papers, its receipt. `acts.py` has the actions."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request_view import PaperKind, RequestView, paper_pdf
from intake.web.parts.answers import pdf
from intake.web.parts.passes import Anyone, IdentityViewer
from intake.web.parts.receipt_slip import receipt_pdf
from intake.web.request.form import REQUEST_PATH
from intake.web.request.view import RequestPage
from shared.command.decider import NotFound, NotYours
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader


@dataclass(frozen=True, slots=True)
class ReadingPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext
    page: RequestPage

    async def one_request(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """One request: its content, its status, and what this person may do."""
        days = (await self.context.policy(agency))["correction.respond_working_days"].value
        form = FormReader(respond_working_days=str(days))
        return await self.page.show(request, held, await self.page.found(agency, request_id), form)

    async def paper(
        self, request: Request, agency: str, request_id: UUID, paper: PaperKind, held: IdentityViewer
    ) -> Response:
        """A paper as it was rendered. It names the addressee, so the identity must have been opened first."""
        view = await self._opened(request, agency, request_id, held)
        content = await paper_pdf(self.context, view, paper)
        if content is None:
            raise NotFound("paper-unreadable", "这份文书还没有制作、已经作废，或者密钥已经销毁，不能打开。")
        return pdf(content, f"{paper}-{view.number}.pdf")

    async def receipt(
        self, request: Request, agency: str, request_id: UUID, held: IdentityViewer
    ) -> Response:
        """登记回执 with the query code, for an applicant who lost it and has proved the identity."""
        view = await self._opened(request, agency, request_id, held)
        return pdf(await receipt_pdf(request, self.context, view), f"receipt-{view.number}.pdf")

    async def _opened(self, request: Request, agency: str, request_id: UUID, held: Pass) -> RequestView:
        view = await self.page.found(agency, request_id)
        if not self.page.opened(request, held, view):
            reason = "文书上有申请人姓名。请先在申请页面选择用途、查看申请人信息，再打开文书。"
            raise NotYours("identity-closed", reason, "《个人信息保护法》第六条")
        return view


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = ReadingPages(context, RequestPage(context))
    router = APIRouter(prefix=REQUEST_PATH, include_in_schema=False)
    router.add_api_route("", pages.one_request, methods=["GET"])
    router.add_api_route("/receipt.pdf", pages.receipt, methods=["GET"])
    router.add_api_route("/{paper}.pdf", pages.paper, methods=["GET"])
    return router
