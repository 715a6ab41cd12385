"""登记回执 as a PDF: the number and the query code, to print or keep."""

from typing import Final

from fastapi import Request

from intake.context import PageContext
from intake.request.papers.receipt import Receipt
from intake.request_view import RequestView
from shared.papers.letterhead import letterhead_of
from shared.web.presence import while_present
from shared.web.wiring import web_of

RECEIPT_MINUTES: Final = 60


async def receipt_pdf(request: Request, context: PageContext, view: RequestView) -> bytes:
    """Render the receipt. The request's key must still exist."""
    agency = view.row["agency"]
    web, policy = web_of(request), await context.policy(agency)
    document = Receipt(
        agency=letterhead_of(policy),
        request_number=view.number,
        query_code=view.text("query_code"),
        applicant_name=view.text("name"),
        received_on=view.row["received_on"],
        content=view.text("content"),
        due_statement=view.due_statement(),
        tracking=f"{web.settings.origin}{web.settings.base_path}/{agency}/track",
        issued_on=view.registered_on,
        exercise=context.papers.exercise,
        information_label=policy["label.information"].value,
    )
    return (await while_present(request, context.renderer.render(document.document()))).pdf
