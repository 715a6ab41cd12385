"""进度查询: find a request by query code and name. A wrong code and a wrong name get the same answer."""

import unicodedata
from dataclasses import dataclass
from hmac import compare_digest
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.projections.tracking import request_of
from intake.request.from_policy import web_open
from intake.request.handlers.query_code import normalise_query_code
from intake.request_view import PaperKind, RequestView, load_view, paper_pdf
from intake.web.parts.answers import pdf
from intake.web.parts.cookies import Grant, address_of, hand_out, see_other, ticket_of
from intake.web.parts.findings import labels_of
from intake.web.parts.receipt_slip import receipt_pdf
from intake.web.parts.timeline import STATUS, timeline_of
from shared.web.access.guards import public
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of
from shared.words.catalogue import codes

Visitor = Annotated[None, Depends(public)]

TRACK_MINUTES: Final = 30
WITHDRAWABLE: Final = frozenset(
    {"received", "incomplete", "correction-drawn", "awaiting-correction", "complete", "accepted"}
)
"""The states in which the applicant can withdraw the request."""
NOT_FOUND: Final = "查询码和姓名（名称）对不上。请按回执核对后再查；仍查不到的，请拨打本机关电话。"


@dataclass(frozen=True, slots=True)
class TrackPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def state(self, request: Request, agency: str, _: Visitor) -> Response:
        """The status of the request that the ticket names; without a ticket, the form for code and name."""
        view = await tracked(request, self.context, agency)
        pages = web_of(request).pages
        if view is None or request.query_params.get("again"):
            left = bool(request.query_params.get("left"))
            return pages.render(request, "track/track.html", form=FormReader(), left=left)
        policy = await self.context.policy(agency)
        return pages.render(
            request,
            "track/status.html",
            view=view,
            timeline=timeline_of(view),
            status_words=STATUS[view.row["status"]],
            labels=labels_of(policy),
            codes=codes("finding"),
            withdrawable=view.row["status"] in WITHDRAWABLE,
            policy=policy,
            web_open=web_open(policy),
        )

    async def find(self, request: Request, agency: str, _: Visitor) -> Response:
        """Find a request and redirect (303) to its status."""
        form, address = FormReader(await request.form()), address_of(request)
        code = normalise_query_code(form.text("code", "查询码", max_length=40))
        name = form.text("name", "申请人姓名或者名称")
        found = None if form.errors else await self._guess(agency, code, name, address)
        if found is None:
            if not form.errors:
                form.fail("code", "track-not-found", NOT_FOUND)
            return web_of(request).pages.render(
                request, "track/track.html", status=422, form=form, left=False
            )
        path = f"/{agency}/track"
        response = see_other(request, path)
        grant = Grant(agency=agency, request_id=found, use="track", path=path, minutes=TRACK_MINUTES)
        hand_out(request, response, self.context, grant)
        return response

    async def receipt(self, request: Request, agency: str, _: Visitor) -> Response:
        """登记回执 as a PDF, once more."""
        view = await tracked(request, self.context, agency)
        if view is None or view.key is None:
            return see_other(request, f"/{agency}/track")
        return pdf(await receipt_pdf(request, self.context, view), "receipt.pdf")

    async def paper(self, request: Request, agency: str, paper: PaperKind, _: Visitor) -> Response:
        """补正告知书, 延期答复告知书 or 答复书 as a PDF, after it was served."""
        view = await tracked(request, self.context, agency)
        content = await paper_pdf(self.context, view, paper) if view and view.served_paper(paper) else None
        if content is None:
            return see_other(request, f"/{agency}/track")
        return pdf(content, f"{paper}.pdf")

    async def _guess(self, agency: str, code: str, name: str, address: str) -> UUID | None:
        """Find the request or count a failed attempt. Raises `Refusal` (429) after too many attempts."""
        await self.context.attempts.delay_or_refuse(code, address)
        found = await self._find(agency, code, name)
        self.context.attempts.refuse_if_blocked(code, address)
        if found is None:
            self.context.attempts.count_failure(code, address)
        return found

    async def _find(self, agency: str, code: str, name: str) -> UUID | None:
        """The request, if code and name match; else None. Raises `UnknownKeyError` if its key is missing."""
        lookup = self.context.deps.vault.lookup(agency, code)
        async with self.context.reading(agency) as connection:
            request_id = await request_of(connection, lookup)
        view = await load_view(self.context, agency, request_id) if request_id else None
        if view is not None:
            view.need_key()
        if view is None or view.key is None:
            return None
        right = compare_digest(_plain(view.text("name")), _plain(name))
        return request_id if right else None


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = TrackPages(context)
    router = APIRouter(prefix="/{agency}/track", include_in_schema=False)
    router.add_api_route("", pages.state, methods=["GET"])
    router.add_api_route("", pages.find, methods=["POST"])
    router.add_api_route("/receipt.pdf", pages.receipt, methods=["GET"])
    router.add_api_route("/{paper}.pdf", pages.paper, methods=["GET"])
    return router


async def tracked(request: Request, context: PageContext, agency: str) -> RequestView | None:
    """The request that the visitor's ticket names; None without a ticket or while the projection does not have it."""
    ticket = ticket_of(request, context, agency, "track")
    return await load_view(context, agency, ticket.request_id) if ticket else None


def _plain(name: str) -> bytes:
    """A name normalised for comparison: no blanks, dots, width or case. A name without letters is only folded."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    letters = "".join(sign for sign in folded if sign.isalnum())
    return (letters or folded).encode()
