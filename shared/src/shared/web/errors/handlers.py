"""Answers exceptions: with a page for people, with `application/problem+json` for programs. Typed forms are kept."""

from dataclasses import asdict
from typing import cast
from urllib.parse import quote, urlsplit
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from opentelemetry import trace
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match

from shared.command.decider import NotYours, Refusal
from shared.eventlog.outage import is_outage
from shared.eventlog.store import StoreUnavailable, VersionConflict
from shared.privacy.vault import UnknownKeyError
from shared.process.audit import audit
from shared.web.access.csrf import SAFE_METHODS, is_form, same_origin
from shared.web.access.form_token import FIELD
from shared.web.access.guards import SignInNeeded
from shared.web.errors import problem
from shared.web.errors.problem import Problem, Unavailable
from shared.web.forms.field_error import FieldsRefused
from shared.web.pages.paths import here, local_path
from shared.web.request_log import REQUEST_ID, route_of
from shared.web.wiring import web_of

RETRYABLE = frozenset({"form-expired", "sign-in-again", "temporarily-unavailable"})
NO_STORE = {"Cache-Control": "no-store"}

log = structlog.get_logger("shared.web")


def incident_number() -> str:
    """The number that a reader quotes and an operator searches for: the trace id, or a new one without a trace."""
    context = trace.get_current_span().get_span_context()
    return format(context.trace_id, "032x") if context.is_valid else uuid4().hex


def wants_json(request: Request) -> bool:
    """Whether the client is a program: its path begins with `/api/`, or it accepts JSON and not HTML."""
    accept = request.headers.get("accept", "")
    return "/api/" in request.url.path or ("json" in accept and "text/html" not in accept)


async def answer(request: Request, fault: Problem) -> Response:
    """The problem as a page or as JSON, with its status and, if known, Retry-After."""
    headers = dict(NO_STORE)
    if fault.retry_after_seconds:
        headers["Retry-After"] = str(fault.retry_after_seconds)
    if wants_json(request):
        shown = asdict(fault)
        return JSONResponse(shown, fault.status, headers, media_type="application/problem+json")
    typed = await _typed(request) if fault.code in RETRYABLE else ()
    pages = web_of(request).pages
    return pages.render(
        request,
        "shared/problem.html",
        status=fault.status,
        headers=headers,
        problem=fault,
        typed=typed,
        back="" if typed else _form_page(request),
    )


def _form_page(request: Request) -> str:
    """The page of this site whose form was sent, by the browser's word; "" for a page that was only opened."""
    if request.method in SAFE_METHODS or not same_origin(request):
        return ""
    sent_from = urlsplit(request.headers.get("referer", ""))
    return local_path(here(sent_from.path, sent_from.query), "") if sent_from.netloc == _host(request) else ""


def _host(request: Request) -> str:
    return urlsplit(web_of(request).settings.origin).netloc or request.headers.get("host", "")


async def _typed(request: Request) -> tuple[tuple[str, str], ...]:
    """The typed fields, to be sent again; nothing for a form of another site."""
    if request.method in SAFE_METHODS or not is_form(request) or not same_origin(request):
        return ()
    items = (await request.form()).multi_items()
    return tuple((name, value) for name, value in items if isinstance(value, str) and name != FIELD)


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer a refusal of a decider, a guard or a form; a refusal of rights is audited."""
    if isinstance(error, NotYours):
        audit("rights.refused", code=error.code)
    return await answer(request, problem.of_refusal(cast("Refusal", error)))


async def on_http(request: Request, error: Exception) -> Response:
    """Answer a refusal of the framework; its English detail is not shown, its headers (Allow) are sent.

    An address that lacks only its last stroke is sent there, by its path alone: the framework would name the `Host` that the
    caller sent, and lead whoever follows a prepared link to another site.
    """
    refused = cast("HTTPException", error)
    if refused.status_code == problem.NOT_FOUND.status and _has_page(request, f"{request.url.path}/"):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(local_path(f"{request.url.path}/{query}"), 307, NO_STORE)
    response = await answer(request, problem.of_status(refused.status_code))
    response.headers.update(refused.headers or {})
    return response


def _has_page(request: Request, path: str) -> bool:
    asked = {**request.scope, "path": path}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.router.routes)


async def on_leaving(request: Request, error: Exception) -> Response:  # noqa: ARG001  # the handler's signature
    """The client disconnected while sending a form: nothing was done, and nobody receives this answer."""
    return Response(status_code=problem.UNREADABLE.status, headers=NO_STORE)


async def on_validation(request: Request, error: Exception) -> Response:
    """A parameter does not parse."""
    return await answer(request, problem.of_validation(cast("RequestValidationError", error)))


async def on_fields(request: Request, error: Exception) -> Response:
    """A program's form has faults."""
    return await answer(request, problem.of_fields(cast("FieldsRefused", error).fields))


async def on_outage(request: Request, error: Exception) -> Response:
    """Answer an outage of store or broker, or a conflict on one stream: nothing was recorded, try again."""
    outage = error if isinstance(error, Unavailable) else Unavailable(str(error))
    return await answer(request, problem.of_outage(outage))


async def on_database(request: Request, error: Exception) -> Response:
    """A database statement failed: answer an outage if the database is unreachable, else a program error."""
    return await (on_outage if is_outage(error) else on_fault)(request, error)


async def on_missing_key(request: Request, error: Exception) -> Response:
    """The key database lacks the key of the one subject that the page is about: log its id, answer in words."""
    log.error("key missing", key_id=str(error), path=request.url.path)
    return await answer(request, problem.KEY_MISSING)


async def on_sign_in(request: Request, error: Exception) -> Response:  # noqa: ARG001  # the handler's signature
    """A page redirects to sign-in and back; a posted form is kept and shown again; a program gets 401."""
    if request.method not in SAFE_METHODS or wants_json(request):
        return await answer(request, problem.SIGN_IN)
    base = web_of(request).settings.base_path
    back = here(request.url.path.removeprefix(base), request.url.query)
    return RedirectResponse(f"{base}/signin/renew?next={quote(back, safe='')}", 303, NO_STORE)


async def on_fault(request: Request, error: Exception) -> Response:
    """A program error: log it under its incident number; the page shows only the number."""
    incident = getattr(request.state, "incident", "") or web_of(request).incident()
    log.error("page failed", incident=incident, route=route_of(request.scope), exc_info=error)
    response = await answer(request, problem.of_fault(incident))
    response.headers.update(web_of(request).headers)
    response.headers[REQUEST_ID] = getattr(request.state, "request_id", incident)
    return response


def add_error_handlers(app: FastAPI) -> None:
    """Register every handler of this module."""
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(FieldsRefused, on_fields)
    app.add_exception_handler(ClientDisconnect, on_leaving)
    for outage in (Unavailable, StoreUnavailable, VersionConflict, PoolTimeout):
        app.add_exception_handler(outage, on_outage)
    for failure in (DBAPIError, OSError):
        app.add_exception_handler(failure, on_database)
    app.add_exception_handler(UnknownKeyError, on_missing_key)
    app.add_exception_handler(SignInNeeded, on_sign_in)
    app.add_exception_handler(Exception, on_fault)
