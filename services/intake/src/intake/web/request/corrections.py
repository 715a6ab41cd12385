"""补正 by the clerk: draw up the notice, record its service, register the correction."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request.handlers.correcting import correct_request, notify_correction, request_correction
from intake.request_view import RequestView
from intake.web.parts.cookies import see_other
from intake.web.parts.correction_form import CorrectionForm
from intake.web.parts.findings import read_findings
from intake.web.parts.instants import desk_channels, read_arrival
from intake.web.parts.passes import Registrar
from intake.web.request.form import REQUEST_PATH, Submissions
from intake.web.request.view import RequestPage
from shared.command.decider import Refusal
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of

EXPLANATION_LENGTH_MAX = 1000


@dataclass(frozen=True, slots=True)
class CorrectionPages:
    """The routes of 补正. They contain no rules."""

    submissions: Submissions

    async def draw(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """制作补正告知书 with findings, explanation and the working days to correct."""
        submission = await self.submissions.read(request, agency, request_id, held)
        form, context = submission.form, self.submissions.context
        findings = read_findings(form, await context.policy(agency))
        explanation = form.multiline(
            "explanation", "补正要求", required=False, max_length=EXPLANATION_LENGTH_MAX
        )
        days = _working_days(form)
        if form.errors:
            return await self.submissions.show_again(submission)
        command = request_correction(
            context.deps,
            context.papers,
            await self.submissions.origin(submission),
            request_id,
            findings=findings,
            explanation=explanation,
            respond_working_days=days,
        )
        return await self.submissions.finish(submission, command)

    async def served(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """送达补正告知书: record the service of the notice."""
        submission = await self.submissions.read(request, agency, request_id, held)
        return await self.submissions.serve(submission, notify_correction)

    async def form(
        self, request: Request, agency: str, request_id: UUID, held: Registrar, channel: str = ""
    ) -> Response:
        """Show the form of 登记补正 for a correction on paper."""
        view = await self.submissions.page.found(agency, request_id)
        correction_form = CorrectionForm(await self.submissions.context.policy(agency), view, on_paper=True)
        return self._show(request, held, view, correction_form, correction_form.prefilled(channel=channel))

    async def corrected(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """收到补正: register the correction. The channel's rule gives the new day 0."""
        submission = await self.submissions.read(request, agency, request_id, held)
        policy, view = (
            await self.submissions.context.policy(agency),
            await self.submissions.page.found(agency, request_id),
        )
        correction_form = CorrectionForm(policy, view, on_paper=True)
        arrival, application = (
            read_arrival(submission.form, desk_channels(policy)),
            correction_form.read(submission.form),
        )
        if not submission.form.errors:
            origin = await self.submissions.origin(submission)
            try:
                receipt = await correct_request(
                    self.submissions.context.deps, origin, request_id, application, arrival
                )
            except Refusal as refusal:
                submission.form.refuse(refusal)
            else:
                await self.submissions.context.caught_up(agency, receipt.last_seq)
                return see_other(request, submission.path)
        return self._show(request, held, view, correction_form, submission.form)

    def _show(
        self,
        request: Request,
        held: Pass,
        view: RequestView,
        correction_form: CorrectionForm,
        form: FormReader,
    ) -> Response:
        channels = desk_channels(correction_form.policy)
        chosen = channels.get(form.value("channel")) or next(iter(channels.values()))
        shown: dict[str, Any] = {
            "view": view,
            "groups": correction_form.groups,
            "channels": channels.values(),
            "chosen": chosen,
            "form": form,
            "policy": correction_form.policy,
        }
        status = 422 if form.errors else 200
        return web_of(request).pages.render(
            request, "request/corrected.html", status=status, staff=held, **shown
        )


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = CorrectionPages(Submissions(context, RequestPage(context)))
    router = APIRouter(prefix=REQUEST_PATH, include_in_schema=False)
    router.add_api_route("/correction", pages.draw, methods=["POST"])
    router.add_api_route("/correction-served", pages.served, methods=["POST"])
    router.add_api_route("/corrected", pages.form, methods=["GET"])
    router.add_api_route("/corrected", pages.corrected, methods=["POST"])
    return router


def _working_days(form: FormReader) -> int:
    typed = form.text("respond_working_days", "补正期限", max_length=4)
    if typed.isascii() and typed.isdecimal():
        return int(typed)
    form.fail("respond_working_days", "field-not-a-number", "“补正期限”应当是工作日的天数，例如 10。")
    return 0
