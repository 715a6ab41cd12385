"""登记回执: the 登记编号 and the query code for the applicant, as a page and as a PDF."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request_view import load_view
from intake.web.parts.answers import pdf
from intake.web.parts.cookies import see_other, ticket_of
from intake.web.parts.receipt_slip import receipt_pdf
from shared.web.access.guards import public
from shared.web.wiring import web_of

Visitor = Annotated[None, Depends(public)]


@dataclass(frozen=True, slots=True)
class ReceiptPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def page(self, request: Request, agency: str, _: Visitor) -> Response:
        """The receipt of the request that was just filed; without its ticket, a redirect to the tracking page."""
        ticket = ticket_of(request, self.context, agency, "receipt")
        view = await load_view(self.context, agency, ticket.request_id) if ticket else None
        if ticket is None:
            return see_other(request, f"/{agency}/track")
        if view is not None:
            view.need_key()
        policy = await self.context.policy(agency)
        return web_of(request).pages.render(request, "receipt/receipt.html", policy=policy, view=view)

    async def document(self, request: Request, agency: str, _: Visitor) -> Response:
        """The receipt as a PDF."""
        ticket = ticket_of(request, self.context, agency, "receipt")
        view = await load_view(self.context, agency, ticket.request_id) if ticket else None
        if view is None or view.key is None:
            return see_other(request, f"/{agency}/track")
        return pdf(await receipt_pdf(request, self.context, view), f"receipt-{view.number}.pdf")


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = ReceiptPages(context)
    router = APIRouter(prefix="/{agency}/receipt", include_in_schema=False)
    router.add_api_route("", pages.page, methods=["GET"])
    router.add_api_route("/receipt.pdf", pages.document, methods=["GET"])
    return router
