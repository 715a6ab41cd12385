"""Checks that a form came from our own page: by the browser's headers, and by a secret that other sites cannot read."""

import hmac
from urllib.parse import urlsplit

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException

from shared.command.decider import NotYours
from shared.web.access.form_token import FIELD, HEADER
from shared.web.wiring import web_of

UNREADABLE = 400
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_form(request: Request) -> bool:
    """Whether the body is what a browser's form sends."""
    return request.headers.get("content-type", "").startswith(FORM_TYPES) and in_utf8(request)


def in_utf8(request: Request) -> bool:
    """Whether a form's charset is UTF-8. Our pages send no other, and some decoders fail on others."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    return options.get(b"charset", b"utf-8").lower() in {b"utf-8", b"utf8"}


def same_origin(request: Request) -> bool:
    """False if the request's headers name another site; a client that sends none of these headers passes."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    expected = web_of(request).settings.origin
    return origin == expected if expected else urlsplit(origin).netloc == request.headers.get("host")


async def check_form(request: Request, secret: str) -> None:
    """Refuse (403) a request of another site, or one that does not repeat `secret` in its field or header.

    Refused as unreadable (400): a form in another encoding than UTF-8.
    """
    if not same_origin(request):
        raise NotYours(
            "form-from-elsewhere",
            "这次提交不是从本网站的页面发出的，没有受理。请从本网站的页面重新填写。",
        )
    if not in_utf8(request):
        raise HTTPException(UNREADABLE)
    repeated = request.headers.get(HEADER) or await _posted(request)
    if not secret or not hmac.compare_digest(secret.encode(), repeated.encode("utf-8", "replace")):
        raise NotYours("form-expired", "页面打开得太久，或浏览器没有保存 Cookie，没有受理。请再提交一次。")


async def _posted(request: Request) -> str:
    value = (await request.form()).get(FIELD, "") if is_form(request) else ""
    return value if isinstance(value, str) else ""
