"""How a reader wants to see pages: the elder edition (长辈版) and high contrast, kept in a cookie, without script."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from shared.web.paths import local_path
from shared.web.wiring import web_of

COOKIE = "lantai_display"
ONE_YEAR_SECONDS = 365 * 24 * 3600

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Display:
    """The two switches; anything unknown in the cookie counts as off."""

    elder: bool = False
    contrast: bool = False

    @classmethod
    def of(cls, words: str) -> "Display":
        """From the cookie's or the query's words, as `elder.contrast`."""
        on = words.split(".")
        return cls("elder" in on, "contrast" in on)

    def __str__(self) -> str:
        """The words that `of` reads: the classes of `<html>` too, once split at the dot."""
        return ".".join(word for word in ("elder", "contrast") if getattr(self, word))

    def toggle(self, switch: str, back_to: str) -> str:
        """The address, below the base path, that flips one switch and comes back."""
        flipped = replace(self, **{switch: not getattr(self, switch)})
        return "/display?" + urlencode({"mode": str(flipped), "next": back_to})


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
