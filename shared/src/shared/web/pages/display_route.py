"""Keeps how a reader wants to see pages; `/display` works by links alone."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from shared.web.pages.display import COOKIE, Display
from shared.web.pages.paths import local_path
from shared.web.wiring import web_of

ONE_YEAR_SECONDS = 365 * 24 * 3600

router = APIRouter()


@router.get("/display", include_in_schema=False)
async def choose_display(request: Request, mode: str = "", next: str = "/") -> RedirectResponse:  # noqa: A002  # the query's name
    """Keep how this reader wants to see pages, and lead back to a page of this origin."""
    settings = web_of(request).settings
    response = RedirectResponse(settings.base_path + local_path(next), status_code=303)
    response.set_cookie(
        COOKIE,
        str(Display.of(mode)),
        max_age=ONE_YEAR_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    return response
