"""What the dependencies and error handlers of one application need, kept on that application."""

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
    """What pages, doors and error handlers share.

    `real_now` is the clock of sign-in sessions, `incident` makes the numbers that readers quote; `headers` are there
    for the answer to a fault, which is made outside of all middleware.
    """

    pages: Pages
    verifier: PassVerifier
    settings: WebSettings
    real_now: Callable[[], datetime]
    incident: Callable[[], str]
    headers: Mapping[str, str]


def keep_web(app: FastAPI, web: Web) -> None:
    """Hang it onto the application."""
    app.state.web = web


def web_of(request: Request) -> Web:
    """What `keep_web` hung on."""
    return cast("Web", request.app.state.web)
