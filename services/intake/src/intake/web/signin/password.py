"""修改密码 by the signed-in person, and 重设密码 by a link that an administrator issued."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.web.parts.cookies import address_of, see_other
from intake.web.signin.page import passed
from shared.command.decider import Refusal
from shared.web.access.guards import public, staff
from shared.web.access.origins import staff_origin
from shared.web.access.staff_pass import Pass
from shared.web.errors.problem import of_form
from shared.web.forms.form_reader import FormReader
from shared.web.pages.site import NEUTRAL
from shared.web.wiring import web_of

Visitor = Annotated[None, Depends(public)]
Anyone = Annotated[Pass, Depends(staff())]

OWN: Final = "self"
"""The role in which a person acts on the own account."""


@dataclass(frozen=True, slots=True)
class PasswordPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def replacement(self, request: Request, held: Anyone, done: str = "") -> Response:
        """Show the form to a signed-in person; `done`, if any: the password was just replaced."""
        return _show_own(request, held, FormReader(), done=bool(done))

    async def replace(self, request: Request, held: Anyone) -> Response:
        """修改密码: check the present password, set the new one, end every session and go on with a new one."""
        form, web, address = FormReader(await request.form()), web_of(request), address_of(request)
        present, chosen = _required(form, "present", "现在的密码"), _chosen(form)
        if present and present == chosen:
            form.fail("chosen", "password-unchanged", "新密码和现在的密码一样。请换一个。")
        if form.errors:
            return _show_own(request, held, form)
        passwords, at = self.context.passwords, await self.context.clock.now()
        try:
            credential = await passwords.check_present(held.account, present, address)
            origin = staff_origin(credential.agency, held, OWN, at, form.command_id())
            token = await passwords.replace(credential, chosen, origin, address, web.real_now())
        except Refusal as refusal:
            form.refuse(refusal)
            return _show_own(request, held, form, refusal)
        return await passed(request, self.context, token, "/signin/password?done=1")

    async def link(self, request: Request, _: Visitor, code: str = "") -> Response:
        """Show the form to the holder of a link. Opening it uses nothing up. Refused (410): a void link."""
        reset = await self.context.passwords.link(code, web_of(request).real_now())
        return _show_link(request, FormReader(), code, reset.login)

    async def use_link(self, request: Request, _: Visitor) -> Response:
        """重设密码 by a link, once; then the person signs in."""
        form, now = FormReader(await request.form()), web_of(request).real_now()
        passwords, code, at = self.context.passwords, form.value("code"), await self.context.clock.now()
        reset, chosen = await passwords.link(code, now), _chosen(form)
        if form.errors:
            return _show_link(request, form, code, reset.login)
        try:
            await passwords.use(reset, chosen, address_of(request), at, now)
        except Refusal as refusal:
            form.refuse(refusal)
            return _show_link(request, form, code, reset.login, refusal)
        return see_other(request, "/signin?reset=1")


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = PasswordPages(context)
    router = APIRouter(prefix="/signin", include_in_schema=False)
    router.add_api_route("/password", pages.replacement, methods=["GET"])
    router.add_api_route("/password", pages.replace, methods=["POST"])
    router.add_api_route("/reset", pages.link, methods=["GET"])
    router.add_api_route("/reset", pages.use_link, methods=["POST"])
    return router


def _required(form: FormReader, name: str, label: str) -> str:
    """A password as typed: blanks and signs of any kind belong to it."""
    if not form.value(name):
        form.fail(name, "field-required", f"请填写“{label}”。")
    return form.value(name)


def _chosen(form: FormReader) -> str:
    chosen, again = _required(form, "chosen", "新密码"), _required(form, "again", "再输一次新密码")
    if chosen and again and chosen != again:
        form.fail("again", "password-mismatch", "两次输入的新密码不一样。请重新输入。")
    return chosen


def _show_own(
    request: Request, held: Pass, form: FormReader, refusal: Refusal | None = None, *, done: bool = False
) -> Response:
    status, headers = of_form(refusal, faulty=bool(form.errors))
    pages = web_of(request).pages
    shown = {"form": form, "site": pages.sites.get(held.agencies[0], NEUTRAL), "done": done}
    return pages.render(request, "signin/password.html", status=status, headers=headers, **shown)


def _show_link(
    request: Request, form: FormReader, code: str, login: str, refusal: Refusal | None = None
) -> Response:
    status, headers = of_form(refusal, faulty=bool(form.errors))
    shown = {"form": form, "code": code, "login": login}
    pages = web_of(request).pages
    return pages.render(request, "signin/reset.html", status=status, headers=headers, **shown)
