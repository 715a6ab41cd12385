"""登记回执: the number and the query code that the applicant keeps, on the page and as a PDF."""

from asyncio import to_thread

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.documents import Receipt, render_receipt
from intake.door import Door
from intake.file_view import FileView, view_file
from intake.letters import letterhead_of
from intake.web.answers import pdf
from intake.web.cookies import see_other, ticket_of
from intake.web.wiring import Intake, Public
from shared.policy import Policy
from shared.web.wiring import web_of

router = APIRouter(include_in_schema=False)


@router.get("/{agency}/receipt")
async def receipt_page(request: Request, agency: str, door: Intake, _: Public) -> Response:
    """The receipt of what was just filed; without its ticket, the way to the tracking page."""
    ticket = ticket_of(request, door, agency, "receipt")
    view = await view_file(door, agency, ticket.request_id) if ticket else None
    if ticket is None:
        return see_other(request, f"/{agency}/track")
    policy = await door.policy(agency)
    return web_of(request).pages.render(request, "receipt.html", policy=policy, view=view)


@router.get("/{agency}/receipt/receipt.pdf")
async def receipt_pdf(request: Request, agency: str, door: Intake, _: Public) -> Response:
    """The receipt to print or keep."""
    ticket = ticket_of(request, door, agency, "receipt")
    view = await view_file(door, agency, ticket.request_id) if ticket else None
    if view is None or view.key is None:
        return see_other(request, f"/{agency}/track")
    address = f"{web_of(request).settings.origin}{web_of(request).settings.base_path}/{agency}/track"
    document = _receipt(door, await door.policy(agency), view, address)
    rendered = await to_thread(render_receipt, door.press, document)
    return pdf(rendered.pdf, f"receipt-{view.number}.pdf")


def _receipt(door: Door, policy: Policy, view: FileView, address: str) -> Receipt:
    due_on = view.explained()["due_on"]
    return Receipt(
        agency=letterhead_of(policy),
        request_number=view.number,
        query_code=view.text("query_code"),
        applicant_name=view.text("name"),
        received_on=view.row["received_on"],
        content=view.text("content"),
        due_statement=f"最晚于{due_on}答复。" if due_on else view.remark(),
        tracking=address,
        issued_on=view.row["received_on"],
        exercise=door.exercise,
        information_label=policy["label.information"].value,
    )
