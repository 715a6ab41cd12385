"""Tickets as cookies of one path, the redirect after each POST, and where a visitor comes from."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from intake.context import PageContext
from intake.tickets import Ticket, Use
from shared.web.wiring import web_of

COOKIE: Final = "lantai_ticket"
NO_STORE: Final = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A ticket to be handed out: for one request, one use, below `path` alone, for some minutes."""

    agency: str
    request_id: UUID
    use: Use
    path: str
    minutes: int
    holder: str = ""


def address_of(request: Request) -> str:
    """Where a visitor comes from, as the gateway says; "" where nothing is known."""
    return request.client.host if request.client else ""


def see_other(request: Request, path: str) -> RedirectResponse:
    """After a POST: 303 to a path below the base path."""
    return RedirectResponse(web_of(request).settings.base_path + path, 303, NO_STORE)


def hand_out(request: Request, response: Response, context: PageContext, grant: Grant) -> None:
    """Put the ticket into its cookie. It runs by real time, whatever an exercise says."""
    web = web_of(request)
    ticket = Ticket(
        agency=grant.agency,
        request_id=grant.request_id,
        use=grant.use,
        expires_at=web.real_now() + timedelta(minutes=grant.minutes),
        holder=grant.holder,
    )
    response.set_cookie(
        COOKIE,
        context.tickets.issue(ticket),
        max_age=grant.minutes * 60,
        path=web.settings.base_path + grant.path,
        httponly=True,
        samesite="lax",
        secure=web.settings.secure_cookies,
    )


def ticket_of(request: Request, context: PageContext, agency: str, use: Use) -> Ticket | None:
    """The ticket that came along, if it is good for this agency and use."""
    return context.tickets.read(request.cookies.get(COOKIE, ""), agency, use, web_of(request).real_now())
