"""The doors: each route depends on `public` or on `staff(...)`. Both check, on every unsafe method, that the form is ours."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from shared.command.decider import Refusal
from shared.web.access.csrf import SAFE_METHODS, check_form
from shared.web.access.form_token import COOKIE as FORM_COOKIE
from shared.web.access.staff_pass import COOKIE, Pass
from shared.web.wiring import web_of


class SignInNeeded(Exception):
    """Nobody is signed in, or the pass has run out; a page leads to sign-in, a form is kept."""


def agency_of(request: Request) -> str:
    """The agency in the route's path, or "" where the route names none."""
    return str(request.path_params.get("agency", ""))


async def public(request: Request) -> None:
    """Anybody may enter. Refused: an agency that is not served here (404), a form that is not ours (403)."""
    agency = agency_of(request)
    if agency and agency not in web_of(request).pages.sites:
        raise Refusal("page-not-found", "没有找到这个页面。", status=404)
    if request.method not in SAFE_METHODS:
        await check_form(request, request.cookies.get(FORM_COOKIE, ""))


def staff(*roles: str) -> Callable[[Request], Awaitable[Pass]]:
    """A dependency for signed-in staff who hold one of `roles` (none: any role) at the agency of the path.

    Refused: no valid pass (`SignInNeeded`), another agency or another role (403; the answer is the same whether or
    not that agency exists), a form without the pass's secret (403).
    """

    async def enter(request: Request) -> Pass:
        web = web_of(request)
        held = web.verifier.read(request.cookies.get(COOKIE, ""), web.real_now())
        if held is None:
            raise SignInNeeded
        request.state.staff = held
        _refuse_strangers(held, agency_of(request), roles)
        if request.method not in SAFE_METHODS:
            await check_form(request, held.csrf)
        return held

    return enter


def _refuse_strangers(held: Pass, agency: str, roles: tuple[str, ...]) -> None:
    if agency and not held.reaches(agency):
        raise Refusal(
            "not-your-agency", "您的账号不能查看这个页面。请核对网址，或用所属机关的账号登录。", status=403
        )
    if not held.holds(roles):
        raise Refusal("not-your-role", "您的岗位没有这项权限。需要办理的，请与本机关经办人联系。", status=403)
