"""登记来件: the clerk registers an application that came on paper or orally, and prints the receipt."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from intake.context import PageContext
from intake.request.handlers.filing import register_request
from intake.request_view import RequestView, load_view
from intake.web.parts import apply_form
from intake.web.parts.answers import pdf
from intake.web.parts.cookies import Grant, hand_out, see_other, ticket_of
from intake.web.parts.instants import TYPED, DeskChannel, desk_channels, read_arrival
from intake.web.parts.passes import Registrar
from intake.web.parts.receipt_slip import RECEIPT_MINUTES, receipt_pdf
from shared.command.decider import Refusal
from shared.policy import Policy
from shared.time.clock import SHANGHAI
from shared.web.access.guards import acting_role
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of

AT_ONCE: Final = "handed_in"
"""The instant that is filled in with the present time: usually the applicant stands at the counter."""


@dataclass(frozen=True, slots=True)
class RegisterPages:
    """The routes of these pages. They contain no rules."""

    context: PageContext

    async def form(self, request: Request, agency: str, held: Registrar, channel: str = "") -> Response:  # noqa: ARG002  # the route's signature
        """The page for one channel, with the instants that its rule needs."""
        now = (await self.context.clock.now()).astimezone(SHANGHAI)
        blank = FormReader(FormData([("channel", channel), (AT_ONCE, now.strftime(TYPED))]))
        return _show(request, await self.context.policy(agency), blank)

    async def register(self, request: Request, agency: str, held: Registrar) -> Response:
        """登记: register the application and redirect to its 登记编号 and query code."""
        form, policy = FormReader(await request.form()), await self.context.policy(agency)
        arrival = read_arrival(form, desk_channels(policy))
        kinds = policy["applicant.kinds"].value
        application = apply_form.read_application(form, _groups(policy), kinds, on_paper=True)
        if arrival is None or form.errors:
            return _show(request, policy, form)
        origin = await self.context.by_staff(
            agency, held, acting_role(request, held, "register"), form.command_id()
        )
        try:
            done = await register_request(self.context.deps, origin, application, arrival)
        except Refusal as refusal:
            form.refuse(refusal)
            return _show(request, policy, form)
        await self.context.caught_up(agency, done.last_seq)
        path = f"/intake/{agency}/registered"
        response = see_other(request, path)
        grant = Grant(
            agency=agency,
            request_id=UUID(str(done.result["request_id"])),
            use="receipt",
            path=path,
            minutes=RECEIPT_MINUTES,
            holder=held.account,
        )
        hand_out(request, response, self.context, grant)
        return response

    async def registered(self, request: Request, agency: str, held: Registrar) -> Response:
        """The request that was just registered: 登记编号, query code, and the receipt to print."""
        mine, view = await self._just_registered(request, agency, held)
        if not mine:
            return see_other(request, f"/intake/{agency}/register")
        if view is not None:
            view.need_key()
        policy = await self.context.policy(agency)
        return web_of(request).pages.render(request, "register/registered.html", view=view, policy=policy)

    async def slip(self, request: Request, agency: str, held: Registrar) -> Response:
        """登记回执 as a PDF."""
        _, view = await self._just_registered(request, agency, held)
        if view is None or view.key is None:
            return see_other(request, f"/intake/{agency}/registered")
        return pdf(await receipt_pdf(request, self.context, view), f"receipt-{view.number}.pdf")

    async def _just_registered(
        self, request: Request, agency: str, held: Pass
    ) -> tuple[bool, RequestView | None]:
        """Whether this clerk's ticket is still valid, and the view of its request once the projection has it."""
        ticket = ticket_of(request, self.context, agency, "receipt")
        if ticket is None or ticket.holder != held.account:
            return False, None
        return True, await load_view(self.context, agency, ticket.request_id)


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = RegisterPages(context)
    router = APIRouter(prefix="/intake/{agency}", include_in_schema=False)
    router.add_api_route("/register", pages.form, methods=["GET"])
    router.add_api_route("/register", pages.register, methods=["POST"])
    router.add_api_route("/registered", pages.registered, methods=["GET"])
    router.add_api_route("/registered/receipt.pdf", pages.slip, methods=["GET"])
    return router


def _groups(policy: Policy) -> tuple[apply_form.Group, ...]:
    return apply_form.groups_of(policy["form.fields"].value, on_paper=True)


def _show(request: Request, policy: Policy, form: FormReader) -> Response:
    channels = desk_channels(policy)
    chosen: DeskChannel = channels.get(form.value("channel")) or next(iter(channels.values()))
    shown: dict[str, Any] = {
        "form": form,
        "policy": policy,
        "channels": channels.values(),
        "chosen": chosen,
        "groups": _groups(policy),
        "kind_pairs": [(kind.id, kind.label) for kind in policy["applicant.kinds"].value],
    }
    return web_of(request).pages.render(
        request, "register/register.html", status=422 if form.errors else 200, **shown
    )
