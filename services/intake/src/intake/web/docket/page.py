"""收件登记簿: the clerk's list of requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy import RowMapping
from starlette.responses import Response

from intake.context import PageContext
from intake.projections import docket
from intake.projections.due_dates import pressing, reply_due
from intake.request_view import DESTROYED, boxes_of, open_field
from intake.web.parts.cookies import see_other
from intake.web.parts.due_line import due_line
from intake.web.parts.passes import Anyone
from intake.web.parts.timeline import STATUS
from shared.privacy.sealing import KEY_MISSING, SubjectKey
from shared.time.clock import legal_day
from shared.web.forms.text_rules import narrow
from shared.web.wiring import web_of
from shared.words.numbers import request_number

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
class DocketPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

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
        """Decrypt the beginning of each request's content. The reader needs the capability `read-content`."""
        keys = await self.context.deps.vault.open_all(agency, {row["key_id"] for row in rows})
        return {row["request_id"]: _excerpt(row, keys.get(row["key_id"])) for row in rows}


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = DocketPages(context)
    router = APIRouter(prefix="/intake/{agency}/requests", include_in_schema=False)
    router.add_api_route("", pages.requests, methods=["GET"])
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
    """The beginning of the content; in its place, that the key is destroyed or missing."""
    if key is None:
        return DESTROYED
    if not key.opens("text"):
        return KEY_MISSING
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
