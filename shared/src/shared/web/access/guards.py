"""Access guards: each route depends on `public` or on `staff(...)`. On every unsafe method both check that the form is ours."""

from collections.abc import Awaitable, Callable

import structlog
from fastapi import Request

from shared.command.decider import NotFound, NotYours, Refusal
from shared.policy import Capability
from shared.web.access.csrf import SAFE_METHODS, check_form
from shared.web.access.form_token import COOKIE as FORM_COOKIE
from shared.web.access.staff_pass import COOKIE, Pass
from shared.web.pages.pages import agency_of
from shared.web.pages.site import NEUTRAL, Site
from shared.web.wiring import web_of


class SignInNeeded(Exception):
    """Nobody is signed in, or the pass has expired. A page redirects to sign-in; a form is shown again."""


async def public(request: Request) -> None:
    """Anybody may enter. Refused: an agency that is not served here (404), a form that is not ours (403)."""
    agency = agency_of(request)
    if agency and agency not in web_of(request).pages.sites:
        raise NotFound("page-not-found", "没有找到这个页面。")
    _tell_logs(request)
    if request.method not in SAFE_METHODS:
        await check_form(request, request.cookies.get(FORM_COOKIE, ""))


def staff(*needs: Capability) -> Callable[[Request], Awaitable[Pass]]:
    """A dependency for signed-in staff whose roles have one of the capabilities `needs` at the agency of the path.

    None named: any role. Refused: no valid pass (`SignInNeeded`), another agency or another role (403; the answer is
    the same whether or
    not that agency exists), a form without the pass's secret (403).
    """

    async def enter(request: Request) -> Pass:
        web = web_of(request)
        held = web.verifier.read(request.cookies.get(COOKIE, ""), web.real_now())
        if held is None:
            raise SignInNeeded
        request.state.staff = held
        _tell_logs(request, account=held.account)
        _refuse_strangers(request, held, needs)
        if request.method not in SAFE_METHODS:
            await check_form(request, held.csrf)
        return held

    return enter


def acting_role(request: Request, held: Pass, capability: Capability) -> str:
    """The role in which `held` does what `capability` allows. Refused: no role of the pass has it (403)."""
    role = site_at(request).roles.acting(held.roles, capability)
    if role is None:
        raise _not_your_role()
    return role


def site_at(request: Request) -> Site:
    """The site of the agency in the path; the site of no agency if the path names none that is served here."""
    return web_of(request).pages.sites.get(agency_of(request), NEUTRAL)


def _tell_logs(request: Request, **account: str) -> None:
    """Name the account and the agency, if it is one that is served, in every log line of the request from here on."""
    agency = agency_of(request)
    served = {"agency": agency} if agency in web_of(request).pages.sites else {}
    structlog.contextvars.bind_contextvars(**account, **served)


def _refuse_strangers(request: Request, held: Pass, needs: tuple[Capability, ...]) -> None:
    agency = agency_of(request)
    served = web_of(request).pages.sites
    if agency and not (held.reaches(agency) and agency in served):
        raise NotYours("not-your-agency", "您的账号不能查看这个页面。请核对网址，或用所属机关的账号登录。")
    if needs and web_of(request).pages.able(request, held).isdisjoint(needs):
        raise _not_your_role()


def _not_your_role() -> Refusal:
    return NotYours("not-your-role", "您的岗位没有这项权限。需要办理的，请与本机关经办人联系。")
