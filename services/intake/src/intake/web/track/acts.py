"""The applicant's actions on the tracking page: correct the application (补正) or withdraw it (撤回)."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request.from_policy import web_open
from intake.request.handlers.checking import withdraw_request
from intake.request.handlers.correcting import correct_request
from intake.request_view import RequestView
from intake.web.parts.cookies import see_other
from intake.web.parts.correction_form import CorrectionForm
from intake.web.parts.findings import labels_of
from intake.web.track.page import WITHDRAWABLE, tracked
from shared.command.decider import Refusal
from shared.time.clock import legal_day
from shared.web.access.guards import public
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of
from shared.words.catalogue import codes

Visitor = Annotated[None, Depends(public)]

REASON_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class TrackActs:
    """The routes of the applicant's actions. They contain no rules."""

    context: PageContext

    async def correction(self, request: Request, agency: str, _: Visitor) -> Response:
        """补正: show what the notice asks for, the last day, and the text to correct."""
        view, policy = await tracked(request, self.context, agency), await self.context.policy(agency)
        if view is None or view.row["status"] != "awaiting-correction" or not web_open(policy):
            return see_other(request, f"/{agency}/track")
        correction_form = CorrectionForm(policy, view)
        return _show(request, "track/correct.html", correction_form, correction_form.prefilled())

    async def correct(self, request: Request, agency: str, _: Visitor) -> Response:
        """Handle the form of 补正; `step` is edit, check (old and new text side by side) or submit."""
        view, policy = await tracked(request, self.context, agency), await self.context.policy(agency)
        if view is None or view.row["correction_number"] is None:
            return see_other(request, f"/{agency}/track")
        correction_form, form = CorrectionForm(policy, view), FormReader(await request.form())
        if form.value("step") == "edit":
            return _show(request, "track/correct.html", correction_form, form)
        application = correction_form.read(form)
        if form.errors:
            return _show(request, "track/correct.html", correction_form, form)
        if form.value("step") != "submit":
            return _show(request, "track/correct_check.html", correction_form, form)
        origin = await self.context.by_public(agency, form.content_id(request.url.path))
        try:
            receipt = await correct_request(self.context.deps, origin, view.row["request_id"], application)
        except Refusal as refusal:
            form.refuse(refusal)
            return _show(request, "track/correct.html", correction_form, form)
        await self.context.caught_up(agency, receipt.last_seq)
        return see_other(request, f"/{agency}/track")

    async def withdrawal(self, request: Request, agency: str, _: Visitor) -> Response:
        """撤回: explain the effect and ask for confirmation."""
        view = await tracked(request, self.context, agency)
        if view is None or view.row["status"] not in WITHDRAWABLE:
            return see_other(request, f"/{agency}/track")
        return _ask(request, view, FormReader())

    async def withdraw(self, request: Request, agency: str, _: Visitor) -> Response:
        """撤回 after the applicant confirmed it."""
        view = await tracked(request, self.context, agency)
        if view is None:
            return see_other(request, f"/{agency}/track")
        form, today = FormReader(await request.form()), legal_day(await self.context.clock.now())
        reason = form.multiline("reason", "撤回原因", required=False, max_length=REASON_LENGTH_MAX)
        if form.errors:
            return _ask(request, view, form)
        origin = await self.context.by_public(agency, form.content_id(request.url.path))
        try:
            receipt = await withdraw_request(self.context.deps, origin, view.row["request_id"], today, reason)
        except Refusal as refusal:
            form.refuse(refusal)
            return _ask(request, view, form)
        await self.context.caught_up(agency, receipt.last_seq)
        return see_other(request, f"/{agency}/track")


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = TrackActs(context)
    router = APIRouter(prefix="/{agency}/track", include_in_schema=False)
    router.add_api_route("/correct", pages.correction, methods=["GET"])
    router.add_api_route("/correct", pages.correct, methods=["POST"])
    router.add_api_route("/withdraw", pages.withdrawal, methods=["GET"])
    router.add_api_route("/withdraw", pages.withdraw, methods=["POST"])
    return router


def _show(request: Request, template: str, correction_form: CorrectionForm, form: FormReader) -> Response:
    shown: dict[str, Any] = {
        "view": correction_form.view,
        "groups": correction_form.groups,
        "form": form,
        "labels": labels_of(correction_form.policy),
        "codes": codes("finding"),
        "command_id": form.command_id(),
    }
    if template == "track/correct_check.html":
        shown |= {
            "changes": correction_form.changes(form),
            "carried": [(name, form.value(name)) for name in correction_form.names],
        }
    status = 422 if form.errors else 200
    return web_of(request).pages.render(request, template, status=status, **shown)


def _ask(request: Request, view: RequestView, form: FormReader) -> Response:
    status = 422 if form.errors else 200
    return web_of(request).pages.render(request, "track/withdraw.html", status=status, view=view, form=form)
