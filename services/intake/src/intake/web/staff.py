"""The clerk's pages: the docket, one request, its reply. Nothing is changed here; `actions.py` does that."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.door import Door
from intake.file_view import key_of, open_field, reply_pdf
from intake.projections import docket
from intake.projections.due_dates import reply_due
from intake.web.answers import pdf
from intake.web.request_page import RequestPage
from intake.web.scope import reads_text
from intake.web.timeline import STATUS
from shared.decider import Refusal
from shared.numbers import request_number
from shared.web.access import Pass
from shared.web.forms import FormReader
from shared.web.guards import staff
from shared.web.wiring import web_of

Anyone = Annotated[Pass, Depends(staff())]
ClerkOrHead = Annotated[Pass, Depends(staff("clerk", "head"))]

EXCERPT_SIGNS: Final = 40


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The routes, over the door; no rule stands here."""

    door: Door
    page: RequestPage

    async def requests(
        self, request: Request, agency: str, held: Anyone, before: str = "", status: str = ""
    ) -> Response:
        """收件登记簿, newest first; `before` is the number that the last page ended with."""
        reads = reads_text(held)
        async with self.door.reading(agency) as connection:
            found = await docket.page(connection, _keyset(before), status if status in STATUS else "")
            counts = await docket.counts(connection)
            due = await reply_due(connection, [row["request_id"] for row in found])
        shown = found[: docket.PAGE_ROWS]
        lines = [await self._line(row, reads) | {"due": due.get(row["request_id"])} for row in shown]
        following = f"{shown[-1]['year']}-{shown[-1]['number']}" if len(found) > len(shown) else ""
        return web_of(request).pages.render(
            request,
            "requests.html",
            lines=lines,
            reads=reads,
            counts=counts,
            chosen=status,
            words=STATUS,
            following=following,
        )

    async def one_request(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """One request: what was asked, where it stands, and what this person may do now."""
        return await self.page.show(request, held, await self.page.found(agency, request_id), FormReader())

    async def reply_file(
        self, request: Request, agency: str, request_id: UUID, held: ClerkOrHead
    ) -> Response:
        """The reply; it names the addressee, so the identity must have been opened before."""
        view = await self.page.found(agency, request_id)
        if not self.page.opened(request, held, view):
            reason = "答复书上有申请人姓名。请先在申请页面选择用途、查看申请人信息，再打开答复书。"
            raise Refusal("identity-closed", reason, "《个人信息保护法》第六条", 403)
        content = await reply_pdf(self.door, view)
        if content is None:
            reason = "答复书还没有制作，或者密钥已经销毁，不能打开。"
            raise Refusal("reply-unreadable", reason, status=404)
        return pdf(content, f"reply-{view.number}.pdf")

    async def _line(self, row: Any, reads: bool) -> dict[str, Any]:  # noqa: FBT001  # reads or does not, as `reads_text` says
        """A row of the docket; nothing is opened for who does not read it."""
        excerpt = await self._excerpt(row) if reads else ""
        return {"row": row, "number": request_number(row["year"], row["number"]), "excerpt": excerpt}

    async def _excerpt(self, row: Any) -> str:
        """The first words of what was asked; 已销毁 when the key is."""
        key = await key_of(self.door, row)
        if key is None:
            return "（已销毁）"
        text = " ".join(open_field(key, row["sealed"], "content").split())
        return text if len(text) <= EXCERPT_SIGNS else f"{text[:EXCERPT_SIGNS]}…"


def routes(door: Door) -> APIRouter:
    """The router of these pages."""
    pages = StaffPages(door, RequestPage(door))
    router = APIRouter(prefix="/intake/{agency}/requests", include_in_schema=False)
    router.add_api_route("", pages.requests, methods=["GET"])
    router.add_api_route("/{request_id}", pages.one_request, methods=["GET"])
    router.add_api_route("/{request_id}/reply.pdf", pages.reply_file, methods=["GET"])
    return router


def _keyset(before: str) -> tuple[int, int] | None:
    """`2025-7` as the page's link writes it; anything else is the first page."""
    year, _, number = before.partition("-")
    both = year.isdecimal() and number.isdecimal() and len(before) <= len("9999-999999999")
    return (int(year), int(number)) if both else None
