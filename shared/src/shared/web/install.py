"""Installs the foundation of the pages on a service's application."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from shared.time.clock import wall_clock
from shared.web.access.staff_pass import PassVerifier
from shared.web.errors.handlers import add_error_handlers, incident_number
from shared.web.middleware import BodyLimit, SecurityHeaders, security_headers
from shared.web.pages import display_route
from shared.web.pages.pages import Pages
from shared.web.pages.static_files import static_files
from shared.web.settings import WebSettings
from shared.web.wiring import Web, keep_web


def install(
    app: FastAPI,
    pages: Pages,
    verifier: PassVerifier,
    settings: WebSettings,
    *,
    real_now: Callable[[], datetime] = wall_clock,
    incident: Callable[[], str] = incident_number,
) -> None:
    """Mount `/static` and `/display`, register error handlers and middleware.

    `real_now` is the clock of sign-in sessions: an exercise does not move it. The request log is added after
    this call, so that it stands outside and incident numbers are trace ids.
    """
    headers = security_headers(https=settings.secure_cookies)
    keep_web(
        app,
        Web(
            pages=pages,
            verifier=verifier,
            settings=settings,
            real_now=real_now,
            incident=incident,
            headers=headers,
        ),
    )
    app.router.redirect_slashes = False  # `on_http` does it, without the caller's `Host`
    app.mount("/static", static_files(), name="static")
    app.include_router(display_route.router)
    add_error_handlers(app)
    app.add_middleware(BodyLimit, limit_bytes=settings.body_limit_bytes)
    app.add_middleware(SecurityHeaders, headers=headers, incident=incident)
