"""The clerk's read-only pages: the docket, one request, its papers. `web/request` has the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from sqlalchemy import RowMapping
from starlette.responses import Response

from intake.context import PageContext
from intake.projections import docket
from intake.projections.due_dates import pressing, reply_due
from intake.request_view import PaperKind, RequestView, boxes_of, open_field, paper_pdf
from intake.web.parts.answers import pdf
from intake.web.parts.cookies import see_other
from intake.web.parts.due_line import due_line
from intake.web.parts.timeline import STATUS
from intake.web.receipt.page import receipt_pdf
from intake.web.request.view import RequestPage
from shared.command.decider import NotFound, NotYours
from shared.privacy.sealing import SubjectKey
from shared.time.clock import legal_day
from shared.web.access.guards import staff
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.forms.text_rules import narrow
from shared.web.wiring import web_of
from shared.words.numbers import request_number

Anyone = Annotated[Pass, Depends(staff())]
IdentityViewer = Annotated[Pass, Depends(staff("view-identity"))]

EXCERPT_SIGNS: Final = 40
PRESSING: Final = "due"
NUMBER_DIGITS: Final = 9
FILTER_WORDS: Final = {
    "": "全部",
    "new": "新收待审查",
    "correction": STATUS["awaiting-correction"][0],
    "review": "办理中",
    "serve": "待送达",
    "closed": "已办结",
    PRESSING: "临期和逾期",
}


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext
    page: RequestPage

    async def requests(
        self,
        request: Request,
        agency: str,
        held: Anyone,
        before: str = "",
        show: str = "",
        number: str = "",
    ) -> Response:
        """收件登记簿, newest first. `before`: the last number of the page before; `show`: a filter.

        `number`: a request to go to.
        """
        async with self.context.reading(agency) as connection:
            asked = _keyset(narrow(number.strip()))
            if asked and (found := await docket.numbered(connection, *asked)):
                return see_other(request, f"/intake/{agency}/requests/{found}")
            near = await pressing(connection)
            chosen = show if show in docket.FILTERS else ""
            among = near if show == PRESSING else None
            rows = await docket.page(connection, _keyset(before), chosen=chosen, among=among)
            counts = await docket.counts(connection) | {PRESSING: len(near)}
            due = await reply_due(connection, [row["request_id"] for row in rows])
        shown = rows[: docket.PAGE_ROWS]
        reads = "read-content" in web_of(request).pages.able(request, held)
        excerpts = await self._excerpts(agency, shown) if reads else {}
        today = legal_day(await self.context.clock.now())
        return web_of(request).pages.render(
            request,
            "docket/requests.html",
            lines=[_line(row, due.get(row["request_id"]), today, excerpts) for row in shown],
            reads=reads,
            counts=counts,
            chosen=show,
            words=STATUS,
            filters=FILTER_WORDS,
            number=number.strip(),
            following=f"{shown[-1]['year']}-{shown[-1]['number']}" if len(rows) > len(shown) else "",
        )

    async def _excerpts(self, agency: str, rows: Sequence[RowMapping]) -> Mapping[UUID, str]:
        """The beginning of each request's content. Call it only for a person who may read the content."""
        keys = await self.context.deps.vault.open_all(agency, {row["key_id"] for row in rows})
        return {row["request_id"]: _excerpt(row, keys.get(row["key_id"])) for row in rows}

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
    pages = StaffPages(context, RequestPage(context))
    router = APIRouter(prefix="/intake/{agency}/requests", include_in_schema=False)
    router.add_api_route("", pages.requests, methods=["GET"])
    router.add_api_route("/{request_id}", pages.one_request, methods=["GET"])
    router.add_api_route("/{request_id}/receipt.pdf", pages.receipt, methods=["GET"])
    router.add_api_route("/{request_id}/{paper}.pdf", pages.paper, methods=["GET"])
    return router


def _line(
    row: RowMapping, due: RowMapping | None, today: date, excerpts: Mapping[UUID, str]
) -> dict[str, Any]:
    """A row of the docket."""
    return {
        "row": row,
        "number": request_number(row["year"], row["number"]),
        "excerpt": excerpts.get(row["request_id"], ""),
        "due": due_line(row, due, today),
    }


def _excerpt(row: RowMapping, key: SubjectKey | None) -> str:
    """The beginning of the content; （已销毁） once the key is destroyed."""
    if key is None:
        return "（已销毁）"
    text = " ".join(open_field(key, boxes_of(row, "content"), "content").split())
    return text if len(text) <= EXCERPT_SIGNS else f"{text[:EXCERPT_SIGNS]}…"


def _keyset(before: str) -> tuple[int, int] | None:
    """Read `2025-7` (as links write it) or `2025-0007` (as people do).

    None for any other text or a number that is too long.
    """
    year, _, number = before.partition("-")
    both = (
        year.isdecimal() and number.isdecimal() and len(year) <= len("9999") and len(number) <= NUMBER_DIGITS
    )
    return (int(year), int(number)) if both else None
