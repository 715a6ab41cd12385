"""The clerk's pages: the docket, and one request with all that can be done to it."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.domain.rules import DESTRUCTION_REASONS, SERVICE_METHODS, VIEW_PURPOSES
from intake.door import Door
from intake.file_view import FileView, key_of, open_field, reply_pdf, view_file
from intake.projections import docket
from intake.projections.due_dates import reply_due
from intake.web.answers import pdf
from intake.web.cookies import see_other, ticket_of
from intake.web.timeline import STATUS
from intake.web.wiring import AnyStaff, DoorStaff, Intake
from shared.clock import legal_day
from shared.decider import Refusal
from shared.numbers import request_number
from shared.web.access import Pass
from shared.web.forms import FormReader
from shared.web.wiring import web_of

EXCERPT_SIGNS: Final = 40
IDENTITY_LABELS: Final = {
    "name": "姓名或者名称",
    "identity_kind": "证件名称",
    "identity_number": "证件号码",
    "organisation": "工作单位",
    "phone": "联系电话",
    "fax": "传真",
    "email": "电子邮箱",
    "address": "通信地址",
    "postcode": "邮政编码",
}
router = APIRouter(prefix="/intake/{agency}", include_in_schema=False)


@router.get("/requests")
async def requests(
    request: Request, agency: str, door: Intake, _: AnyStaff, before: str = "", status: str = ""
) -> Response:
    """收件登记簿, newest first; `before` is the number that the last page ended with."""
    async with door.reading(agency) as connection:
        found = await docket.page(connection, _keyset(before), status if status in STATUS else "")
        counts = await docket.counts(connection)
        due = await reply_due(connection, [row["request_id"] for row in found])
    shown = found[: docket.PAGE_ROWS]
    lines = [
        {"row": row, "number": request_number(row["year"], row["number"]), "due": due.get(row["request_id"])}
        | {"excerpt": await _excerpt(door, row)}
        for row in shown
    ]
    following = f"{shown[-1]['year']}-{shown[-1]['number']}" if len(found) > len(shown) else ""
    return web_of(request).pages.render(
        request, "requests.html", lines=lines, counts=counts, chosen=status, words=STATUS, following=following
    )


@router.get("/requests/{request_id}")
async def one_request(
    request: Request, agency: str, request_id: UUID, door: Intake, held: AnyStaff
) -> Response:
    """One request: what was asked, where it stands, and what this person may do now."""
    return await show_request(request, door, held, await found(door, agency, request_id), FormReader())


@router.get("/requests/{request_id}/reply.pdf")
async def reply_file(
    request: Request, agency: str, request_id: UUID, door: Intake, held: DoorStaff
) -> Response:
    """The reply; it names the addressee, so the identity must have been opened before."""
    view = await found(door, agency, request_id)
    if not opened(request, door, held, view):
        reason = "答复书上有申请人姓名。请先在申请页面选择用途、查看申请人信息，再打开答复书。"
        raise Refusal("identity-closed", reason, "《个人信息保护法》第六条", 403)
    content = await reply_pdf(door, view)
    if content is None:
        raise Refusal("reply-unreadable", "答复书还没有制作，或者密钥已经销毁，不能打开。", status=404)
    return pdf(content, f"reply-{view.number}.pdf")


async def show_request(
    request: Request, door: Door, held: Pass, view: FileView, form: FormReader
) -> Response:
    """The page, after a GET or after a form that was refused; what was typed is kept."""
    policy = await door.policy(view.row["agency"])
    person = _person(view) if opened(request, door, held, view) else None
    checkable = [field for field in policy["form.fields"].value if field.required]
    shown: dict[str, Any] = {
        "view": view,
        "status_words": STATUS[view.row["status"]],
        "person": person,
        "labels": IDENTITY_LABELS,
        "today": await _today(door),
        "purposes": VIEW_PURPOSES.items(),
        "methods": SERVICE_METHODS.items(),
        "reasons": DESTRUCTION_REASONS.items(),
        "checkable": checkable,
        "check_options": [(field.id, field.label, field.note) for field in checkable],
        "kind": next(
            (k.label for k in policy["applicant.kinds"].value if k.id == view.row["applicant_kind"]), ""
        ),
        "check_rule": policy["correction.notice_working_days"],
    }
    pages = web_of(request).pages
    return pages.render(request, "request.html", status=422 if form.errors else 200, form=form, **shown)


def opened(request: Request, door: Door, held: Pass, view: FileView) -> bool:
    """Whether this person opened this applicant's identity a few minutes ago, and it can still be read."""
    ticket = ticket_of(request, door, view.row["agency"], "identity")
    mine = ticket is not None and ticket.holder == held.account
    return bool(mine and ticket and ticket.request_id == view.row["request_id"] and view.key)


async def found(door: Door, agency: str, request_id: UUID) -> FileView:
    """The request. Raises `Refusal` (404)."""
    view = await view_file(door, agency, request_id)
    if view is None:
        raise Refusal("request-unknown", "没有找到这件申请。请核对登记编号。", status=404)
    return view


async def back(request: Request, door: Door, agency: str, request_id: UUID, seq: int) -> Response:
    """After an action: 303 to the request, which by then shows it."""
    await door.caught_up(agency, seq)
    return see_other(request, f"/intake/{agency}/requests/{request_id}")


def _person(view: FileView) -> list[tuple[str, str, str]]:
    filled = ((label, view.text(field)) for field, label in IDENTITY_LABELS.items())
    return [(label, text, "") for label, text in filled if text]


async def _excerpt(door: Door, row: Any) -> str:
    """The first words of what was asked; 已销毁 when the key is."""
    key = await key_of(door, row)
    if key is None:
        return "（已销毁）"
    text = " ".join(open_field(key, row["sealed"], "content").split())
    return text if len(text) <= EXCERPT_SIGNS else f"{text[:EXCERPT_SIGNS]}…"


async def _today(door: Door) -> date:
    return legal_day(await door.clock.now())


def _keyset(before: str) -> tuple[int, int] | None:
    """`2025-7` as the page's link writes it; anything else is the first page."""
    year, _, number = before.partition("-")
    both = year.isdecimal() and number.isdecimal() and len(before) <= len("9999-999999999")
    return (int(year), int(number)) if both else None
