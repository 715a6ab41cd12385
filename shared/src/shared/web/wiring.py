"""State that guards and error handlers of an application share, kept on the application."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from fastapi import FastAPI, Request

from shared.web.access.staff_pass import PassVerifier
from shared.web.pages.pages import Pages
from shared.web.settings import WebSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """State shared by pages, guards and error handlers.

    `real_now` is the clock of sign-in sessions, `incident` makes the numbers that readers quote; `headers` serve the
    answer to a program error, which is made outside of all middleware.
    """

    pages: Pages
    verifier: PassVerifier
    settings: WebSettings
    real_now: Callable[[], datetime]
    incident: Callable[[], str]
    headers: Mapping[str, str]


def keep_web(app: FastAPI, web: Web) -> None:
    """Keep `web` on the application."""
    app.state.web = web


def web_of(request: Request) -> Web:
    """The `Web` of the request's application."""
    return cast("Web", request.app.state.web)
