"""The secret that a form repeats: from the pass for staff, from a cookie for the public. It is made only where a form is shown."""

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from shared.web.settings import WebSettings

COOKIE = "lantai_form"
FIELD = "csrf"
HEADER = "x-lantai-form"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{43}")


class FormToken:
    """Renders as the secret. A page without a form sets no cookie and can be cached."""

    def __init__(self, request: Request) -> None:
        held = getattr(request.state, "staff", None)
        kept = request.cookies.get(COOKIE, "")
        self._secret = held.csrf if held is not None else kept if WELL_FORMED.fullmatch(kept) else ""
        self._fresh = False

    def __str__(self) -> str:
        """The secret; it is made here for a visitor without one."""
        if not self._secret:
            self._secret, self._fresh = secrets.token_urlsafe(32), True
        return self._secret

    def keep(self, response: Response, settings: WebSettings) -> None:
        """Set the cookie when a secret was made while the page was rendered."""
        if self._fresh:
            response.set_cookie(
                COOKIE, self._secret, path="/", httponly=True, samesite="lax", secure=settings.secure_cookies
            )
