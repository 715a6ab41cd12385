"""登录、续签、退出. The session's cookie is limited to /signin; the pass is sent to every service."""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from intake.context import PageContext
from intake.web.parts.cookies import NO_STORE, address_of, set_cookie
from shared.command.decider import Refusal
from shared.web.access.guards import public, staff
from shared.web.access.staff_pass import COOKIE as PASS_COOKIE
from shared.web.access.staff_pass import Pass
from shared.web.errors.problem import of_form
from shared.web.forms.form_reader import FormReader
from shared.web.pages.paths import local_path
from shared.web.wiring import web_of

Visitor = Annotated[None, Depends(public)]
Anyone = Annotated[Pass, Depends(staff())]

SESSION_COOKIE: Final = "lantai_session"


@dataclass(frozen=True, slots=True)
class SigningPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def sign_in_page(
        self,
        request: Request,
        _: Visitor,
        next: str = "",  # noqa: A002  # the query's name
        reset: str = "",
    ) -> Response:
        """Show the form; `next` is the page to return to; `reset`, if any: a new password was just set by a link."""
        return _show(request, FormReader(next=local_path(next, "")), reset=bool(reset))

    async def sign_in(self, request: Request, _: Visitor) -> Response:
        """Check the password, begin a session and issue a pass."""
        form, at = FormReader(await request.form()), web_of(request).real_now()
        login, password = form.text("login", "登录名", max_length=32), form.value("password")
        if not password:
            form.fail("password", "field-required", "请填写“密码”。")
        if form.errors:
            return _show(request, form)
        try:
            token = await self.context.sign_in.enter(login, password, address_of(request), at)
        except Refusal as refusal:
            form.refuse(refusal)
            return _show(request, form, refusal)
        return await passed(request, self.context, token, form.value("next"))

    async def renew(self, request: Request, next: str = "") -> Response:  # noqa: A002  # the query's name
        """Issue a new pass if the session is still valid; otherwise redirect to the form."""
        return await passed(request, self.context, request.cookies.get(SESSION_COOKIE, ""), next)

    async def sign_out(self, request: Request, held: Anyone) -> Response:
        """End every session of the account and delete the pass."""
        await self.context.sign_in.leave(held.account)
        settings = web_of(request).settings
        response = RedirectResponse(f"{settings.base_path}/signin", 303, NO_STORE)
        response.delete_cookie(PASS_COOKIE, path="/")
        response.delete_cookie(SESSION_COOKIE, path=f"{settings.base_path}/signin")
        return response


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = SigningPages(context)
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/signin", pages.sign_in_page, methods=["GET"])
    router.add_api_route("/signin", pages.sign_in, methods=["POST"])
    router.add_api_route("/signin/renew", pages.renew, methods=["GET"])
    router.add_api_route("/signout", pages.sign_out, methods=["POST"])
    return router


async def passed(request: Request, context: PageContext, token: str, wanted: str) -> Response:
    """Redirect to the page `wanted`, or to the first page, with a new pass; to the sign-in form when the session has ended.

    Both cookies last as long as the browser is open; the pass inside ends after fifteen minutes, the session after eight hours.
    """
    web = web_of(request)
    base = web.settings.base_path
    issued = await context.sign_in.issue(token, web.real_now()) if token else None
    if issued is None:
        asked = f"?next={quote(local_path(wanted), safe='')}" if wanted else ""
        return RedirectResponse(f"{base}/signin{asked}", 303, NO_STORE)
    claims, value = issued
    response = RedirectResponse(base + local_path(wanted, _first_page(request, claims)), 303, NO_STORE)
    set_cookie(request, response, PASS_COOKIE, value, "/")
    set_cookie(request, response, SESSION_COOKIE, token, f"{base}/signin")
    return response


def _first_page(request: Request, claims: Pass) -> str:
    """The page after sign-in: the docket for a clerk, the overview for a supervisor, the desk for everybody else."""
    agency, able = claims.agencies[0], web_of(request).pages.able(request, claims)
    if "register" in able:
        return f"/intake/{agency}/requests"
    if "supervise" in able:
        return "/reporting/" if len(claims.agencies) > 1 else f"/reporting/{agency}/"
    return f"/review/{agency}/desk"


def _show(
    request: Request, form: FormReader, refusal: Refusal | None = None, *, reset: bool = False
) -> Response:
    status, headers = of_form(refusal, faulty=bool(form.errors))
    return web_of(request).pages.render(
        request, "signin/signin.html", status=status, headers=headers, form=form, reset=reset
    )
