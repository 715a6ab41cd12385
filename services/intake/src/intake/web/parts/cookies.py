"""Ticket cookies, the redirect after a POST, and the address of a visitor."""

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
    """The ticket to issue: for one request, one use and the pages below `path`, valid for some minutes."""

    agency: str
    request_id: UUID
    use: Use
    path: str
    minutes: int
    holder: str = ""


def address_of(request: Request) -> str:
    """The visitor's IP address as the gateway reports it; "" when it is unknown."""
    return request.client.host if request.client else ""


def see_other(request: Request, path: str) -> RedirectResponse:
    """Redirect (303) after a POST to a path below the base path."""
    return RedirectResponse(web_of(request).settings.base_path + path, 303, NO_STORE)


def hand_out(request: Request, response: Response, context: PageContext, grant: Grant) -> None:
    """Set the ticket's cookie. The ticket expires by real time, also in an exercise."""
    web = web_of(request)
    ticket = Ticket(
        agency=grant.agency,
        request_id=grant.request_id,
        use=grant.use,
        expires_at=web.real_now() + timedelta(minutes=grant.minutes),
        holder=grant.holder,
    )
    set_cookie(request, response, COOKIE, context.tickets.issue(ticket), web.settings.base_path + grant.path)


def take_back(request: Request, response: Response, *paths: str) -> None:
    """Delete the tickets of these paths from the browser."""
    for path in paths:
        response.delete_cookie(COOKIE, path=web_of(request).settings.base_path + path)


def set_cookie(request: Request, response: Response, name: str, value: str, path: str) -> None:
    """Set a cookie that no script reads and that ends with the browser, for a computer that others use after."""
    secure = web_of(request).settings.secure_cookies
    response.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)


def ticket_of(request: Request, context: PageContext, agency: str, use: Use) -> Ticket | None:
    """The ticket in the request's cookie; None unless it is valid for this agency and use."""
    return context.tickets.read(request.cookies.get(COOKIE, ""), agency, use, web_of(request).real_now())
